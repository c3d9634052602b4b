import { z } from 'zod';
import type { StreamType } from '../../ir/stream.js';
import { softmaxFields } from '../softmax/parameters.js';
import { resolveSoftmax, type SoftmaxSpec } from '../softmax/spec.js';

export const maskedSoftmaxParameters = z.strictObject({
  ...softmaxFields,
  inputFifo: z
    .tuple([z.int().min(0), z.int().min(0)])
    .readonly()
    .default([0, 0])
    .describe('beats of buffers in front of where scores and mask meet, 0 for none'),
});

export type MaskedSoftmaxParameters = z.output<typeof maskedSoftmaxParameters>;

export const resolveMaskedSoftmax = (
  { inputFifo, ...parameters }: MaskedSoftmaxParameters,
  inputs: readonly StreamType[],
  place: string,
): SoftmaxSpec => resolveSoftmax(parameters, inputs, place, inputFifo);
