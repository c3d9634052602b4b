import type { ConstantTensor } from '../../../ir/tensor.js';
import { modelError, shapeText } from '../problem.js';
import { constantOperand } from './elementwise.js';
import { expectShape, type OperatorMapper, outputQuantization } from './mapper.js';

/** Slopes by channel: every other axis of theirs is 1. */
const slopesOf = (slopes: ConstantTensor, channels: number, place: string): ConstantTensor => {
  const { shape } = slopes;
  const size = shape.at(-1) ?? 1;
  const isByChannel = shape.slice(0, -1).every((length) => length === 1);
  if (isByChannel && (size === 1 || size === channels)) return { ...slopes, shape: [size] };
  throw modelError(
    place,
    `has slopes of shape ${shapeText(shape)}, needs one slope or one per channel of ${channels}`,
    "share the slopes over the image (Keras: PReLU's shared_axes)",
  );
};

/** PRELU with constant slopes. */
export const prelu: OperatorMapper = {
  inputs: [2, 2],
  outputs: 1,
  map(context) {
    const { place } = context;
    const input = context.input(0);
    const output = context.output(0);
    const given = context.constant(1);
    if (!given?.data) {
      throw modelError(place, 'has slopes that are computed', 'fold them into constants');
    }
    expectShape(context, output, input.shape);
    const slopes = slopesOf(
      constantOperand(context, given, input.format.bits),
      input.shape.at(-1) ?? 1,
      place,
    );
    return [context.unit('prelu', [input.stream], { slopes, output: outputQuantization(output) })];
  },
};
