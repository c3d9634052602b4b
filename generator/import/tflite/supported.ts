import { type Problem, SinterError } from '../../error.js';
import type { Produced } from './graph.js';
import type { TfliteModel, TfliteOperator, TfliteTensor } from './model.js';
import {
  argMaxOperator,
  float32Type,
  int8Type,
  int16Type,
  isIndexType,
  tensorTypeName,
} from './names.js';
import { listOf, modelError, modelProblem, quote } from './problem.js';

/** Kinds that come of one setting of the converter, and that setting. */
const remedies: Readonly<Record<string, string>> = {
  SHAPE: 'convert the model with a fixed batch size of 1, so that its shapes are constants',
  QUANTIZE: 'convert the model with inference_input_type int8',
  DEQUANTIZE: 'convert the model with inference_output_type int8',
};

/** One problem for each kind of operator that has no mapper, with all its places. */
export const operatorProblems = (
  model: TfliteModel,
  isSupported: (operator: TfliteOperator) => boolean,
  supported: readonly string[],
): readonly Problem[] => {
  const kinds = new Map<string, TfliteOperator[]>();
  for (const operator of model.operators) {
    if (isSupported(operator)) continue;
    const places = kinds.get(operator.name);
    if (places) places.push(operator);
    else kinds.set(operator.name, [operator]);
  }
  return [...kinds].slice(0, 100).map(([name, operators]) => ({
    code: 'E_OPERATOR',
    place: `${model.file}: subgraph 0, ${listOf(operators.map(({ index }) => `operator ${index} (${name})`))}`,
    reason: `${name} is not supported`,
    hint: remedies[name] ?? `supported are ${supported.join(', ')}`,
  }));
};

/**
 * What the graph computes with: its inputs, its outputs and what supported operators give. Constants
 * are looked at by their users.
 */
const activationsOf = (
  model: TfliteModel,
  isSupported: (operator: TfliteOperator) => boolean,
): readonly TfliteTensor[] => {
  const indices = new Set([...model.inputs, ...model.outputs]);
  for (const operator of model.operators) {
    if (isSupported(operator)) for (const index of operator.outputs) indices.add(index);
  }
  return [...indices].flatMap((index) => model.tensors[index] ?? []);
};

const describe = (model: TfliteModel, { index, name }: TfliteTensor): string => {
  const role = model.inputs.includes(index)
    ? 'input'
    : model.outputs.includes(index)
      ? 'output'
      : 'tensor';
  return `${role} ${index}${name ? ` ${quote(name)}` : ''}`;
};

const hintFor = (type: number): string =>
  type === float32Type
    ? 'quantize the model to int8, inputs and outputs as well (full integer quantization: inference_input_type and inference_output_type int8)'
    : 'convert the model with int8 activations (full integer quantization)';

/** One problem for each element type of activations other than int8 and int16. */
export const typeProblems = (
  model: TfliteModel,
  isSupported: (operator: TfliteOperator) => boolean,
): readonly Problem[] => {
  const types = new Map<number, TfliteTensor[]>();
  const indices = new Set(
    model.operators.flatMap(({ builtin, outputs }) => (builtin === argMaxOperator ? outputs : [])),
  );
  for (const tensor of activationsOf(model, isSupported)) {
    if (tensor.type === int8Type || tensor.type === int16Type) continue;
    if (indices.has(tensor.index) && isIndexType(tensor.type)) continue;
    const tensors = types.get(tensor.type);
    if (tensors) tensors.push(tensor);
    else types.set(tensor.type, [tensor]);
  }
  return [...types].map(([type, tensors]) => {
    const some = tensors.length > 8 ? tensors.slice(0, 8) : tensors;
    const names = some.map((tensor) => describe(model, tensor));
    const more = tensors.length > some.length ? ` and ${tensors.length - some.length} more` : '';
    const verb = tensors.length === 1 ? 'is' : 'are';
    return modelProblem(
      model.file,
      `${names.join(', ')}${more} ${verb} ${tensorTypeName(type)}, needs int8`,
      hintFor(type),
    );
  });
};

/** Throws unless the operator takes activations of these types: int8 or int16, and indices only as a result. */
export const checkElements = (
  model: TfliteModel,
  { builtin, name, place, inputs, outputs }: TfliteOperator,
  int16: 'same' | 'mixed' | 'undefined' | undefined,
  produced: ReadonlyMap<number, Produced>,
): void => {
  const read = inputs.filter((index) => produced.has(index));
  if (read.some((index) => isIndexType(model.tensors[index]?.type ?? int8Type))) {
    throw new SinterError({
      code: 'E_OPERATOR',
      place,
      reason: `${name} of indices is not supported`,
      hint: 'end the model with the ARG_MAX that gives them',
    });
  }
  const tensors = builtin === argMaxOperator ? read : [...read, ...outputs];
  const types = new Set(tensors.map((index) => model.tensors[index]?.type));
  if (!types.has(int16Type)) return;
  if (int16 === undefined || int16 === 'undefined') {
    const why = int16 ? ': TFLite has no kernel for it' : '';
    throw new SinterError({
      code: 'E_OPERATOR',
      place,
      reason: `${name} of int16 activations is not supported${why}`,
      hint: 'convert the model with int8 activations (full integer quantization)',
    });
  }
  if (int16 === 'same' && types.size > 1) {
    throw modelError(
      place,
      'has int8 and int16 activations, needs one type',
      'convert the model again',
    );
  }
};
