import type { z } from 'zod';
import type { maskedSoftmaxParameters } from '../units/masked_softmax/spec.js';
import type { matmulParameters } from '../units/matmul/spec.js';
import type { requantizeParameters } from '../units/requantize/spec.js';
import type { sampledMatmulParameters } from '../units/sampled_matmul/spec.js';
import type { softmaxParameters } from '../units/softmax/parameters.js';
import type { thresholdMaskParameters } from '../units/threshold_mask/spec.js';
import type { StreamHandle } from './builder.js';

type Matmul = z.input<typeof matmulParameters>;

interface Named {
  readonly name: string;
}

/** The parts that attention is put together of; each takes a name. */
export interface AttentionParts {
  matmul(a: StreamHandle, b: StreamHandle, parameters: Matmul & Named): StreamHandle;
  maskedSoftmax(
    x: StreamHandle,
    mask: StreamHandle,
    parameters: z.input<typeof maskedSoftmaxParameters> & Named,
  ): StreamHandle;
  requantize(
    x: StreamHandle,
    parameters: Omit<z.input<typeof requantizeParameters>, 'bias'> & Named,
  ): StreamHandle;
  reshape(x: StreamHandle, parameters: { readonly shape: readonly number[] } & Named): StreamHandle;
  sampledMatmul(
    mask: StreamHandle,
    a: StreamHandle,
    b: StreamHandle,
    parameters: z.input<typeof sampledMatmulParameters> & Named,
  ): StreamHandle;
  softmax(x: StreamHandle, parameters: z.input<typeof softmaxParameters> & Named): StreamHandle;
  thresholdMask(
    x: StreamHandle,
    parameters: z.input<typeof thresholdMaskParameters> & Named,
  ): StreamHandle;
  transpose(
    x: StreamHandle,
    parameters: { readonly permutation: readonly number[] } & Named,
  ): StreamHandle;
}
