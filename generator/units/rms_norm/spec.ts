import { z } from 'zod';
import type { StreamType } from '../../ir/stream.js';
import { type NormSpec, normParameters, resolveNorm } from '../norms/spec.js';

export const rmsNormParameters = z.strictObject(normParameters);

export type RmsNormParameters = z.output<typeof rmsNormParameters>;

export const resolveRmsNorm = (
  parameters: RmsNormParameters,
  [input]: readonly StreamType[],
  place: string,
): NormSpec => {
  if (!input) throw new Error('rms_norm has one input');
  return resolveNorm(parameters, input, false, place);
};
