import { z } from 'zod';
import type { StreamType } from '../../ir/stream.js';
import { type NormSpec, normParameters, resolveNorm } from '../norms/spec.js';
import { constantTensor } from '../parameters.js';

export const layerNormParameters = z.strictObject({
  ...normParameters,
  method: z
    .enum(['exact', 'i-bert'])
    .default('exact')
    .describe('correctly rounded but for ties, or as I-BERT has it, without epsilon'),
  beta: constantTensor.optional().describe('summand of each element of a row; default 0'),
});

export type LayerNormParameters = z.output<typeof layerNormParameters>;

export const resolveLayerNorm = (
  parameters: LayerNormParameters,
  [input]: readonly StreamType[],
  place: string,
): NormSpec => {
  if (!input) throw new Error('layer_norm has one input');
  return resolveNorm(parameters, input, true, place);
};
