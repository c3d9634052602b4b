/**
 * TFLite's int8 softmax written from its definition (lite/kernels/internal/reference/softmax.h and
 * common.h, gemmlowp/fixedpoint/fixedpoint.h) in BigInt with C's operations, apart from the golden model:
 * division truncates, shifts are arithmetic, values are int32. For tests.
 */

const maximum = 2n ** 31n - 1n;
const minimum = -(2n ** 31n);

/** SaturatingRoundingDoublingHighMul. */
const srdhm = (a: bigint, b: bigint): bigint => {
  if (a === b && a === minimum) return maximum;
  const product = a * b;
  const nudge = product >= 0n ? 1n << 30n : 1n - (1n << 30n);
  return (product + nudge) / (1n << 31n);
};

/** RoundingDivideByPOT, for any exponent. */
const divideByPower = (x: bigint, exponent: bigint): bigint => {
  const mask = (1n << exponent) - 1n;
  const remainder = x & mask;
  const threshold = (mask >> 1n) + (x < 0n ? 1n : 0n);
  return (x >> exponent) + (remainder > threshold ? 1n : 0n);
};

/** SaturatingRoundingMultiplyByPOT for a positive exponent. */
const shiftLeft = (x: bigint, exponent: bigint): bigint => {
  const threshold = (1n << (31n - exponent)) - 1n;
  if (x > threshold) return maximum;
  return x < -threshold ? minimum : x << exponent;
};

const expOnInterval = (a: bigint): bigint => {
  const constantTerm = 1895147668n;
  const x = a + (1n << 28n);
  const x2 = srdhm(x, x);
  const x3 = srdhm(x2, x);
  const x4Over4 = divideByPower(srdhm(x2, x2), 2n);
  const rest = divideByPower(srdhm(x4Over4 + x3, 715827883n) + x2, 1n);
  return constantTerm + srdhm(constantTerm, x + rest);
};

/** exp_on_negative_values of Q5.26. */
export const expOnNegativeValues = (a: bigint): bigint => {
  const oneQuarter = 1n << 24n;
  const aModQuarter = (a & (oneQuarter - 1n)) - oneQuarter;
  let result = expOnInterval(shiftLeft(aModQuarter, 5n));
  const remainder = aModQuarter - a;
  const shifter = (exponent: bigint, multiplier: bigint): void => {
    if ((remainder & (1n << (26n + exponent))) !== 0n) result = srdhm(result, multiplier);
  };
  shifter(-2n, 1672461947n);
  shifter(-1n, 1302514674n);
  shifter(0n, 790015084n);
  shifter(1n, 290630308n);
  shifter(2n, 39332535n);
  shifter(3n, 720401n);
  shifter(4n, 242n);
  return a === 0n ? maximum : result;
};

/** one_over_one_plus_x_for_x_in_0_1. */
export const oneOverOnePlus = (a: bigint): bigint => {
  const halfDenominator = (a + maximum + 1n) / 2n;
  let x = 1515870810n + srdhm(halfDenominator, -1010580540n);
  for (let i = 0; i < 3; i++) {
    const oneMinus = (1n << 29n) - srdhm(halfDenominator, x);
    x += shiftLeft(srdhm(x, oneMinus), 2n);
  }
  return shiftLeft(x, 1n);
};

const leadingZeros = (x: bigint): bigint => 32n - BigInt(x === 0n ? 0 : x.toString(2).length);

export interface Scaling {
  readonly multiplier: bigint;
  readonly leftShift: bigint;
  readonly diffMin: bigint;
}

/** PreprocessSoftmaxScaling and CalculateInputRadius; beta and scale are float32. */
export const scalingOf = (beta: number, scale: number): Scaling => {
  const real = Math.min(Math.fround(beta) * Math.fround(scale) * 2 ** 26, 2 ** 31 - 1);
  let leftShift = 0;
  while (real / 2 ** leftShift >= 1) leftShift++;
  let multiplier = Math.round((real / 2 ** leftShift) * 2 ** 31);
  if (multiplier === 2 ** 31) {
    multiplier /= 2;
    leftShift++;
  }
  const diffMin = -BigInt(Math.floor((31 * 2 ** 26) / 2 ** leftShift));
  return { multiplier: BigInt(multiplier), leftShift: BigInt(leftShift), diffMin };
};

/** One row of codes to one row of int8 codes. */
export const softmaxRow = (
  row: readonly number[],
  { multiplier, leftShift, diffMin }: Scaling,
): readonly number[] => {
  const largest = Math.max(...row);
  const exponentialOf = (code: number): bigint | undefined => {
    const diff = BigInt(code - largest);
    return diff < diffMin ? undefined : expOnNegativeValues(srdhm(diff << leftShift, multiplier));
  };
  let sum = 0n;
  for (const code of row) sum += divideByPower(exponentialOf(code) ?? 0n, 12n);
  const headroom = leadingZeros(sum);
  const overUnit = 12n - headroom;
  const scale = oneOverOnePlus((sum << headroom) - (1n << 31n));
  return row.map((code) => {
    const exponential = exponentialOf(code);
    if (exponential === undefined) return -128;
    const output = divideByPower(srdhm(scale, exponential), overUnit + 31n - 8n) - 128n;
    return Number(output > 127n ? 127n : output < -128n ? -128n : output);
  });
};
