import type { StreamHandle } from '../../dsl/builder.js';
import { activationQuantization, fixedShape } from './activation.js';
import type { TfliteModel, TfliteOperator, TfliteTensor } from './model.js';
import type { Activation, OperatorMapper } from './operators/mapper.js';
import { damaged, modelError } from './problem.js';

/** What a tensor is while the operators are gone through: its stream, or that a mistake took it. */
export type Produced = StreamHandle | 'failed';

/** The tensor that an operator refers to; throws where there is none. */
export const tensorAt = (model: TfliteModel, index: number, place: string): TfliteTensor => {
  const tensor = model.tensors[index];
  if (tensor) return tensor;
  throw damaged(place, `refers to tensor ${index}, there are ${model.tensors.length}`);
};

/** A tensor that flows, with the shape and the quantization that the file declares. */
export const activationAt = (tensor: TfliteTensor): Activation => {
  const shape = fixedShape(tensor, 'activation');
  if (shape.length === 0) {
    throw modelError(tensor.place, 'has no shape', 'convert the model with a fixed input shape');
  }
  return { tensor, shape, ...activationQuantization(tensor) };
};

/** Where a tensor that is not there yet comes from, for a message. */
const whenceOf = (model: TfliteModel, index: number): string => {
  const maker = model.operators.find(({ outputs }) => outputs.includes(index));
  return maker ? `which only operator ${maker.index} (${maker.name}) gives` : 'which nothing gives';
};

type Range = readonly [number, number];

const rangeOf = (count: number | Range): Range =>
  typeof count === 'number' ? [count, count] : count;

const isWithin = (count: number, [fewest, most]: Range): boolean =>
  count >= fewest && count <= most;

const rangeText = ([fewest, most]: Range): string =>
  fewest === most ? `${fewest}` : `${fewest} to ${most}`;

/** Throws unless the operator reads what is there and gives what is not. */
export const checkEnds = (
  model: TfliteModel,
  { place, inputs, outputs }: TfliteOperator,
  counts: Pick<OperatorMapper, 'inputs' | 'outputs'>,
  produced: ReadonlyMap<number, Produced>,
): void => {
  const given = rangeOf(counts.outputs);
  if (!isWithin(inputs.length, counts.inputs) || !isWithin(outputs.length, given)) {
    throw damaged(
      place,
      `has ${inputs.length} inputs and ${outputs.length} outputs, needs ${rangeText(counts.inputs)} and ${rangeText(given)}`,
    );
  }
  for (const index of inputs) {
    if (index === -1) continue;
    const tensor = tensorAt(model, index, place);
    if (tensor.isVariable) {
      throw modelError(
        place,
        `keeps state in ${tensor.place}`,
        'stateful models are not supported',
      );
    }
    if (!tensor.data && !produced.has(index)) {
      throw damaged(place, `reads tensor ${index}, ${whenceOf(model, index)}`);
    }
  }
  for (const index of outputs) {
    const tensor = tensorAt(model, index, place);
    if (tensor.data) throw damaged(place, `gives tensor ${index}, which is a constant`);
    if (produced.has(index)) throw damaged(place, `gives tensor ${index}, which is there already`);
  }
};
