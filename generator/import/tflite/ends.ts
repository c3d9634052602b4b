import { streamShape } from './activation.js';
import { activationAt, type Produced, tensorAt } from './graph.js';
import type { TfliteModel } from './model.js';
import { damaged, modelError, shapeText } from './problem.js';
import type { Sink } from './sink.js';
import { streamNames } from './stream-names.js';

/** Puts the model's inputs into `sink`, without their batch axis. */
export const addInputs = (
  model: TfliteModel,
  sink: Sink,
  produced: Map<number, Produced>,
): void => {
  const { file, inputs } = model;
  const place = `${file}: subgraph 0, inputs`;
  if (inputs.length === 0) throw modelError(place, 'there are none', 'convert the model again');
  const tensors = inputs.map((index) => tensorAt(model, index, place));
  const names = streamNames(
    tensors.map(({ name }) => name),
    'input',
  );
  for (const [position, tensor] of tensors.entries()) {
    const { shape, format, scale, zeroPoint } = activationAt(tensor);
    if (tensor.data) throw damaged(tensor.place, 'is an input and a constant');
    if (produced.has(tensor.index)) throw damaged(tensor.place, 'is an input twice');
    if (shape.length > 1 && shape[0] !== 1) {
      throw modelError(
        tensor.place,
        `is an input with a batch of ${shape[0]} (${shapeText(shape)}), needs 1`,
        'convert the model with a batch size of 1',
      );
    }
    const options = { shape: streamShape(shape), format, scale, zeroPoint };
    produced.set(tensor.index, sink.input(names[position] as string, options));
  }
};

/** Names the streams that are the model's outputs. */
export const addOutputs = (
  model: TfliteModel,
  sink: Sink,
  produced: ReadonlyMap<number, Produced>,
): void => {
  const { file, outputs } = model;
  const place = `${file}: subgraph 0, outputs`;
  if (outputs.length === 0) throw modelError(place, 'there are none', 'convert the model again');
  const tensors = outputs.map((index) => tensorAt(model, index, place));
  const names = streamNames(
    tensors.map(({ name }) => name),
    'output',
  );
  const seen = new Set(model.inputs);
  for (const [position, tensor] of tensors.entries()) {
    const stream = produced.get(tensor.index);
    if (stream === undefined || stream === 'failed') {
      throw damaged(tensor.place, 'is an output that no operator gives');
    }
    if (seen.has(tensor.index)) {
      throw modelError(
        tensor.place,
        'is an output twice, or an input as well',
        'give each output once, computed by an operator',
      );
    }
    seen.add(tensor.index);
    sink.output(names[position] as string, stream);
  }
};
