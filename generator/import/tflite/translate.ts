import type { StreamHandle } from '../../dsl/builder.js';
import { isSinterError, type Problem, SinterError } from '../../error.js';
import { formatName, sameFormat } from '../../ir/format.js';
import { streamShape } from './activation.js';
import { addInputs, addOutputs } from './ends.js';
import { activationAt, checkEnds, type Produced, tensorAt } from './graph.js';
import type { TfliteModel, TfliteOperator } from './model.js';
import {
  type Activation,
  type OperatorContext,
  type OperatorMapper,
  sameShape,
} from './operators/mapper.js';
import { recognisedMappers } from './operators/recognised.js';
import { int16Operators, mappers, supportedOperators, undefinedInt16 } from './operators/table.js';
import { modelError, modelProblem, quote, shapeText } from './problem.js';
import type { Sink } from './sink.js';
import { checkElements, operatorProblems, typeProblems } from './supported.js';

/** Most problems of one file that are told. */
export const mostProblems = 50;

const mapperOf = ({ builtin, recognised }: TfliteOperator): OperatorMapper | undefined =>
  recognised ? recognisedMappers[recognised.kind] : mappers.get(builtin);

const isSupported = (operator: TfliteOperator): boolean => mapperOf(operator) !== undefined;

/** How int16 activations stand with an operator. */
const int16Of = ({ builtin, recognised }: TfliteOperator) =>
  recognised ? 'same' : undefinedInt16.has(builtin) ? 'undefined' : int16Operators.get(builtin);

const contextOf = (
  model: TfliteModel,
  operator: TfliteOperator,
  sink: Sink,
  produced: ReadonlyMap<number, Produced>,
  onUnit: (unit: StreamHandle) => void,
): OperatorContext => {
  const { place } = operator;
  return {
    model,
    operator,
    place,
    input(position) {
      const tensor = tensorAt(model, operator.inputs[position] ?? -1, place);
      const stream = produced.get(tensor.index);
      if (stream === undefined || stream === 'failed') {
        throw modelError(
          place,
          `reads ${tensor.data ? 'a constant' : 'nothing'} as input ${position}, needs a stream`,
          'fold constants into the model before conversion',
        );
      }
      return { ...activationAt(tensor), stream };
    },
    constant(position) {
      const index = operator.inputs[position] ?? -1;
      return index === -1 ? undefined : tensorAt(model, index, place);
    },
    output: (position) => activationAt(tensorAt(model, operator.outputs[position] ?? -1, place)),
    unit(kind, inputs, parameters) {
      const stream = sink.unit(kind, inputs, parameters);
      onUnit(stream);
      return stream;
    },
  };
};

/** Throws when a unit's stream is not what the file declares: an operator mapped wrongly. */
const checkResult = (
  place: string,
  { tensor, shape, format, scale, zeroPoint }: Activation,
  result: StreamHandle,
): void => {
  const { stream } = result;
  const declared = streamShape(shape);
  if (
    !stream ||
    (sameShape(stream.shape, declared) &&
      stream.scale === scale &&
      stream.zeroPoint === zeroPoint &&
      sameFormat(stream.format, format))
  ) {
    return;
  }
  throw modelError(
    place,
    `its unit ${result.name} gives ${formatName(stream.format)} ${shapeText(stream.shape)}, scale ${stream.scale}, zero point ${stream.zeroPoint}; ${quote(tensor.name)} is declared as ${formatName(format)} ${shapeText(declared)}, scale ${scale}, zero point ${zeroPoint}`,
    'report this model: it is a mistake of the importer',
  );
};

const addOperator = (
  model: TfliteModel,
  operator: TfliteOperator,
  sink: Sink,
  produced: Map<number, Produced>,
  onUnit: (unit: StreamHandle) => void,
): void => {
  const mapper = mapperOf(operator);
  if (!mapper) throw new Error(`operator ${operator.name} was to be found unsupported`);
  checkEnds(model, operator, mapper, produced);
  if (operator.inputs.some((index) => produced.get(index) === 'failed')) {
    for (const index of operator.outputs) produced.set(index, 'failed');
    return;
  }
  checkElements(model, operator, int16Of(operator), produced);
  const context = contextOf(model, operator, sink, produced, onUnit);
  const results = mapper.map(context);
  for (const [position, index] of operator.outputs.entries()) {
    const result = results[position];
    if (result) checkResult(operator.place, context.output(position), result);
    produced.set(index, result ?? 'failed');
  }
};

/**
 * Puts a model into `sink`, units in the order of the file. Throws one SinterError with everything
 * that is wrong; `onUnit` hears which operator a unit comes from.
 */
export const translate = (
  model: TfliteModel,
  sink: Sink,
  onUnit: (unit: StreamHandle, operator: TfliteOperator) => void = () => {},
): void => {
  const { operators, file } = model;
  const unsupported = [
    ...operatorProblems(model, isSupported, supportedOperators),
    ...typeProblems(model, isSupported),
  ];
  if (unsupported.length > 0) throw new SinterError(unsupported);
  if (operators.length === 0) throw modelError(file, 'has no operators', 'convert the model again');
  const produced = new Map<number, Produced>();
  addInputs(model, sink, produced);
  const problems: Problem[] = [];
  for (const operator of operators) {
    try {
      addOperator(model, operator, sink, produced, (unit) => onUnit(unit, operator));
    } catch (error) {
      if (!isSinterError(error)) throw error;
      problems.push(...error.problems);
      for (const index of operator.outputs) if (!produced.has(index)) produced.set(index, 'failed');
    }
    if (problems.length >= mostProblems) {
      problems.push(modelProblem(file, 'has more problems than are told', 'mend these first'));
      break;
    }
  }
  if (problems.length > 0) throw new SinterError(problems);
  addOutputs(model, sink, produced);
};
