import { DatapathBuilder } from '../../dsl/builder.js';
import { isSinterError, type Problem, SinterError } from '../../error.js';
import type { Datapath } from '../../ir/datapath.js';
import { isUnitKind } from '../../units/index.js';
import { readModel } from './model.js';
import { modelProblem } from './problem.js';
import { recognise } from './recognise/recognise.js';
import { mostProblems, translate } from './translate.js';

/** A unit's problem, with the operator that it comes from. */
const located = (
  problem: Problem,
  design: string,
  origins: ReadonlyMap<string, string>,
): Problem => {
  const [node = ''] = problem.place.slice(design.length + 1).split('.');
  const operator = origins.get(node);
  return operator ? { ...problem, place: `${problem.place} (${operator})` } : problem;
};

/** How a file is read. */
export interface ImportOptions {
  /** Every operator by itself, bit by bit as TFLite's kernel; nothing is recognised. */
  readonly keepOperators?: boolean | undefined;
}

/**
 * The datapath of a `.tflite` file of an int8 model: one unit for each operator, or for several that are recognised as
 * one, streams without the batch axis, named as the file's tensors. The file is not trusted. Throws one SinterError with
 * everything that is wrong with it, E_OPERATOR for operators that there is no unit for, else E_MODEL.
 *
 * @param name name of the design; messages call the file `<name>.tflite`
 */
export const importTflite = (
  bytes: Uint8Array,
  name: string,
  { keepOperators = false }: ImportOptions = {},
): Datapath => {
  const file = readModel(bytes, `${name}.tflite`);
  const model = keepOperators ? file : recognise(file);
  const builder = new DatapathBuilder(name, { baseDirectory: '.' });
  const origins = new Map<string, string>();
  const missing = new Map<string, Problem>();
  const sink = {
    input: builder.input.bind(builder),
    output: builder.output.bind(builder),
    unit: (
      kind: string,
      inputs: Parameters<typeof builder.unit>[1],
      parameters: Parameters<typeof builder.unit>[2],
    ) => {
      if (isUnitKind(kind)) return builder.unit(kind, inputs, parameters);
      const reason = `needs the unit ${kind}, which is not there yet`;
      missing.set(kind, modelProblem(`${name}.tflite`, reason, 'take a later version of sinter'));
      return { kind: 'handle', name: `${kind}?`, stream: undefined } as const;
    },
  };
  translate(model, sink, (unit, operator) => origins.set(unit.name, operator.place));
  if (missing.size > 0) throw new SinterError([...missing.values()]);
  try {
    return builder.finish();
  } catch (error) {
    if (!isSinterError(error)) throw error;
    const told = error.problems.slice(0, mostProblems);
    throw new SinterError(told.map((problem) => located(problem, name, origins)));
  }
};
