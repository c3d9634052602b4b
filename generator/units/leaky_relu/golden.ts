import { rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import type { RoundingMode } from '../../numeric/rounding.js';
import type { OutputQuantization } from '../parameters.js';
import { type Rescale, rescaleCode } from '../requantize/rescale.js';

const { fround } = Math;

/** How codes at and above zero, and below, become output codes. */
export interface LeakyRescales {
  readonly identity: Rescale;
  /** By |alpha|. */
  readonly alpha: Rescale;
}

/** Factors in float32 (lite/micro/kernels/leaky_relu_common.cc, `CalculateOpDataLeakyRelu`). */
export const leakyRescales = (
  alpha: number,
  { scale }: StreamType,
  output: OutputQuantization,
  rounding: RoundingMode,
): LeakyRescales => {
  const [s, o, a] = [fround(scale), fround(output.scale), fround(Math.abs(alpha))];
  const rescale = (factor: number): Rescale => ({
    multipliers: [quantizeMultiplier(factor)],
    rounding,
    zeroPoint: output.zeroPoint,
    clamp: rangeOf(output.format),
  });
  return { identity: rescale(fround(s / o)), alpha: rescale(fround(fround(s * a) / o)) };
};

/** TFLite `reference_ops::QuantizeLeakyRelu`. A negative alpha's product is that of the negated code. */
export const leakyReluCode =
  ({ identity, alpha }: LeakyRescales, sign: 1 | -1, zeroPoint: number) =>
  (code: number): number => {
    const centred = code - zeroPoint;
    return centred >= 0 ? rescaleCode(identity, centred, 0) : rescaleCode(alpha, sign * centred, 0);
  };
