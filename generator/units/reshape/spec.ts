import { z } from 'zod';
import { SinterError } from '../../error.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { sizeOf } from '../../ir/tensor.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';

export const reshapeParameters = z.strictObject({
  shape: z
    .array(z.int().min(1))
    .min(1)
    .readonly()
    .describe('the new shape, without batch axis; as many elements as before'),
});

export type ReshapeParameters = z.output<typeof reshapeParameters>;

export const resolveReshape = (
  { shape }: ReshapeParameters,
  [input]: readonly StreamType[],
  place: string,
): UnitSpec => {
  if (!input) throw new Error('reshape has one input');
  if (sizeOf(shape) !== elementsOf(input)) {
    throw new SinterError({
      code: 'E_SHAPE',
      place: `${place}.shape`,
      reason: `gives ${shapeText(shape)} with ${sizeOf(shape)} elements, the input ${shapeText(input.shape)} has ${elementsOf(input)}`,
    });
  }
  return { inputs: [input], output: { ...input, shape }, folding: {} };
};
