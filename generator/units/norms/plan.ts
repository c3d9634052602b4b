import { leadingOne } from '../softmax/methods/leading-one.js';

/**
 * What a normalisation over rows of integers computes, all of it integers but the bounds they are chosen from.
 *
 *     W = (N * S2 - S1^2) * 2^F + E          (centred; else S2 * 2^F + E)
 *     r * 2^-h = 1 / sqrt(W)                 (r in (1/2, 1], `rootBits` of fraction)
 *     n = floor(D * r * 2^(F/2 - h))         (D = N x - S1, else x; `normalBits` of fraction)
 *     y = floor((n * gain + offset) / 2^(normalBits + gainBits)), clamped
 */
export interface NormPlan {
  readonly kind: 'exact';
  /** Elements of a row. */
  readonly row: number;
  /** Whether the mean is taken off. */
  readonly centred: boolean;
  /** Taken off each code first; only where the mean is not. */
  readonly zeroPoint: number;
  /** F, even, and E. */
  readonly varianceFraction: number;
  readonly epsilon: bigint;
  readonly rootBits: number;
  /** Newton steps behind the seed table. */
  readonly steps: number;
  readonly normalBits: number;
  readonly gainBits: number;
  /** By element of the row; the offset holds zero point and the half that rounds. */
  readonly gains: readonly bigint[];
  readonly offsets: readonly bigint[];
  readonly minimum: number;
  readonly maximum: number;
}

export interface NormRequest {
  readonly row: number;
  readonly centred: boolean;
  readonly zeroPoint: number;
  readonly inputScale: number;
  readonly epsilon: number;
  /** Real factor and summand of each element of a row. */
  readonly gamma: readonly number[];
  readonly beta: readonly number[];
  readonly output: { readonly scale: number; readonly zeroPoint: number };
  readonly minimum: number;
  readonly maximum: number;
}

const ceilLog2 = (value: number): number => {
  const whole = Math.max(1, Math.ceil(value));
  return whole === 1 ? 0 : leadingOne(whole - 1) + 1;
};

const roundHalfUp = (value: number): bigint => BigInt(Math.floor(value + 0.5));

/** Each of the four roundings may move the result by this part of an output code: 2^-5. */
const errorBits = 5;

/** Bits of fraction of seed and steps that one, or two, Newton steps bring. */
const precisions = [
  { steps: 1, rootBits: 18, relativeBits: 15 },
  { steps: 2, rootBits: 30, relativeBits: 28 },
] as const;

/**
 * Chooses the formats so that each rounding moves an unclamped result by at most 2^-5 output codes. sqrt and
 * products of doubles are IEEE 754's, the same everywhere.
 */
export const normPlan = (request: NormRequest): NormPlan => {
  const { row, centred, gamma, beta, output, inputScale, epsilon } = request;
  // D / sqrt(W) is at most sqrt(N - 1) of a centred row, and 1 of another, whose sqrt(N) is in the gain.
  const bound = centred ? Math.sqrt(Math.max(1, row - 1)) : 1;
  const factor = centred ? 1 : Math.sqrt(row);
  const gains = gamma.map((g) => (g * factor) / output.scale);
  const offsets = beta.map((b) => b / output.scale + output.zeroPoint + 0.5);
  const largestGain = gains.reduce((m, g) => Math.max(m, Math.abs(g)), 2 ** -20);
  const largestOffset = offsets.reduce((m, b) => Math.max(m, Math.abs(b)), 0);
  // Beyond this a result is clamped however exact it is.
  const unclamped = request.maximum - request.minimum + 1 + largestOffset;
  const magnitude = ceilLog2(Math.min(bound * largestGain, unclamped) + 1);
  const { steps, rootBits } =
    precisions.find(({ relativeBits }) => magnitude + errorBits <= relativeBits) ?? precisions[1];
  const normalBits = Math.max(1, ceilLog2(largestGain) + errorBits);
  const gainBits = errorBits + ceilLog2(bound);
  // The least variance that is not 0; its error moves the root by half as much.
  const least = centred ? Math.max(1, row - 1) : 1;
  const added = epsilon / (inputScale * inputScale);
  const wanted = magnitude + errorBits - 1 - (ceilLog2(least + 1) - 1);
  const varianceFraction = epsilon === 0 ? 0 : 2 * Math.ceil(Math.max(0, wanted) / 2);
  return {
    kind: 'exact',
    row,
    centred,
    zeroPoint: centred ? 0 : request.zeroPoint,
    varianceFraction,
    epsilon: roundHalfUp(added * (centred ? row * row : row) * 2 ** varianceFraction),
    rootBits,
    steps,
    normalBits,
    gainBits,
    gains: gains.map((gain) => roundHalfUp(gain * 2 ** gainBits)),
    offsets: offsets.map((offset) => roundHalfUp(offset * 2 ** (gainBits + normalBits))),
    minimum: request.minimum,
    maximum: request.maximum,
  };
};
