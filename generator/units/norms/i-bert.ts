import { quantizeMultiplier } from '../../numeric/multiplier.js';

/**
 * I-BERT `IntLayerNorm` (quantization_utils/quant_modules.py) and the `QuantAct` behind it, for codes whose
 * squares sum below 2^32, so that its shift is 0. Integers only, but the factors they are chosen from.
 *
 *     y = floor((q - mean) * floor(2^31 / floor(sqrt(sum (q - mean)^2))) / 2) + bias
 *     out = round(y * multiplier / 2^shift) + zero point, halves to even, clamped
 */
export interface IBertNormPlan {
  readonly kind: 'i-bert';
  readonly row: number;
  /** By element: floor(beta / gamma / (sqrt(N) / 2^30)). */
  readonly biases: readonly bigint[];
  /** By element, signed as gamma; real factor of y's scale to the output's. */
  readonly multipliers: readonly bigint[];
  readonly shifts: readonly number[];
  readonly zeroPoint: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface IBertNormRequest {
  readonly row: number;
  readonly gamma: readonly number[];
  readonly beta: readonly number[];
  readonly output: { readonly scale: number; readonly zeroPoint: number };
  readonly minimum: number;
  readonly maximum: number;
}

export const iBertNormPlan = (request: IBertNormRequest): IBertNormPlan => {
  const { row, gamma, beta, output } = request;
  const scale = Math.sqrt(row) / 2 ** 30;
  const factors = gamma.map((g) => quantizeMultiplier(Math.abs(g * scale) / output.scale));
  return {
    kind: 'i-bert',
    row,
    biases: beta.map((b, i) => BigInt(Math.floor(b / (gamma[i] as number) / scale))),
    multipliers: factors.map(
      ({ multiplier }, i) => BigInt(multiplier) * BigInt(Math.sign(gamma[i] as number)),
    ),
    shifts: factors.map(({ shift }) => 31 - shift),
    zeroPoint: output.zeroPoint,
    minimum: request.minimum,
    maximum: request.maximum,
  };
};

/** numerator / 2^places, halves to even; places of at least 1. */
const halvesToEven = (numerator: bigint, places: number): bigint => {
  const one = 1n << BigInt(places);
  const floor = numerator >> BigInt(places);
  const twice = 2n * (numerator - floor * one);
  return twice > one || (twice === one && (floor & 1n) === 1n) ? floor + 1n : floor;
};

/** sum / count, halves to even. */
export const roundedMean = (sum: number, count: number): number => {
  const floor = Math.floor(sum / count);
  const twice = 2 * (sum - floor * count);
  return twice > count || (twice === count && floor % 2 !== 0) ? floor + 1 : floor;
};

/** floor(sqrt(value)), a bit at a time. */
export const flooredRoot = (value: number): number => {
  let root = 0;
  for (let bit = 2 ** 15; bit >= 1; bit /= 2) if ((root + bit) ** 2 <= value) root += bit;
  return root;
};

/** One row of codes; where all of them are equal y is the bias. */
export const iBertNormRow = (plan: IBertNormPlan, row: Int32Array): readonly number[] => {
  const mean = roundedMean(
    row.reduce((a, b) => a + b, 0),
    plan.row,
  );
  const deviations = Array.from(row, (code) => code - mean);
  const root = flooredRoot(deviations.reduce((total, d) => total + d * d, 0));
  const factor = root === 0 ? 0n : (1n << 31n) / BigInt(root);
  return deviations.map((deviation, i) => {
    const y = ((BigInt(deviation) * factor) >> 1n) + (plan.biases[i] as bigint);
    const scaled = halvesToEven(y * (plan.multipliers[i] as bigint), plan.shifts[i] as number);
    const code = Number(scaled) + plan.zeroPoint;
    return Math.max(plan.minimum, Math.min(plan.maximum, code));
  });
};
