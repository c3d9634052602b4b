import { type Codes, narrow } from '../../ir/codes.js';
import { rescaleCode } from './rescale.js';
import type { RequantizeSpec } from './spec.js';

/** (x - z_in + bias) * factor, rounded; + z_out; clamp. The sum is an int32. Any shape. */
export const requantizeGolden = (spec: RequantizeSpec, [input]: readonly Codes[]): Codes =>
  narrow(input).map((code, i) => {
    const channel = i % spec.channels;
    return rescaleCode(spec.rescale, (code + (spec.bias[channel] as number)) | 0, channel);
  });
