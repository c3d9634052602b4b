/**
 * The published integer softmaxes, written from their definitions apart from the golden models, on one row.
 * `shown` says which elements count. For tests.
 */

/** PyITA `streamingPartialSoftmax`, integerized; an octave is 32 codes. */
export const itaDefinition = (
  x: readonly number[],
  shown: readonly boolean[],
  group: number,
): readonly number[] => {
  const shiftOf = (difference: number): number => Math.floor(difference / 32 + 0.5);
  let globalMaximum = -128;
  let sum = 0;
  for (let i = 0; i < x.length; i += group) {
    const slice = x.slice(i, i + group);
    const mask = shown.slice(i, i + group);
    const currentMaximum = Math.max(...slice.map((v, j) => (mask[j] ? v : -128)));
    let shiftSum = 0;
    if (currentMaximum > globalMaximum) {
      shiftSum = shiftOf(currentMaximum - globalMaximum);
      globalMaximum = currentMaximum;
    }
    const shifts = slice.map((v, j) => (mask[j] ? shiftOf(globalMaximum - v) : 32));
    const partial = shifts.reduce((total, s) => total + Math.floor(2 ** 8 / 2 ** s), 0);
    sum = Math.floor(sum / 2 ** shiftSum) + partial;
  }
  if (sum === 0) return x.map(() => 0);
  const inverse = Math.floor(((2 ** 8 - 1) * 2 ** 8) / sum);
  return x.map((v, i) => (shown[i] ? Math.floor(inverse / 2 ** shiftOf(globalMaximum - v)) : 0));
};

/** I-BERT `IntSoftmax`: i-exp, QuantAct to 16 bits, floor twice. Numbers as the released code has them. */
export const iBertDefinition = (
  x: readonly number[],
  scale: number,
  bits: number,
): readonly number[] => {
  const x0 = -6931 / 10000;
  const [b, c] = [0.96963238 / 0.35815147, 1 / 0.35815147];
  const largest = Math.max(...x);
  const x0Code = Math.floor(x0 / scale);
  const bCode = Math.floor(b / scale);
  const cCode = Math.floor(c / scale ** 2);
  const exponential = (code: number): number => {
    const q = Math.max(code, 30 * x0Code);
    const quotient = Math.floor(q / x0Code);
    const r = q - x0Code * quotient;
    return Math.max(0, Math.floor(((r + bCode) * r + cCode) * 2 ** (30 - quotient)));
  };
  // The factor of QuantAct(16) in 31 bits of mantissa: 32767 over the largest value there is.
  const factor = 32767 / exponential(0);
  const exponent = Math.floor(Math.log2(factor)) + 1;
  const mantissa = BigInt(Math.floor((factor / 2 ** exponent) * 2 ** 31 + 0.5));
  const places = BigInt(31 - exponent);
  const rounded = (value: number): number => {
    const product = BigInt(value) * mantissa;
    const floor = product >> places;
    const rest = 2n * (product - (floor << places));
    const one = 1n << places;
    return Number(rest > one || (rest === one && floor % 2n === 1n) ? floor + 1n : floor);
  };
  const terms = x.map((code) => rounded(exponential(code - largest)));
  const reciprocal = Math.floor(2 ** 32 / terms.reduce((a, e) => a + e, 0));
  return terms.map((e) => Math.floor((e * reciprocal) / 2 ** (32 - bits)));
};

/** Softermax in the paper's formats, an element at a time: 2^x by chords of four segments. */
export const softermaxDefinition = (x: readonly number[], scale: number): readonly number[] => {
  const inputs = x.map((code) => Math.floor(((code * scale) / Math.LN2) * 4 + 0.5) / 4);
  // A quarter of an octave is where the segments meet, so that Q1.15 is all there is to it.
  const power = (exponent: number): number => {
    const whole = Math.ceil(exponent);
    return Math.floor(Math.floor(2 ** (15 + exponent - whole) + 0.5) * 2 ** whole);
  };
  let maximum = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const value of inputs) {
    const next = Math.max(maximum, Math.ceil(value));
    sum = Math.floor(sum * 2 ** (maximum - next)) + Math.floor(power(value - next) / 2 ** 9);
    maximum = next;
  }
  const exponent = Math.floor(Math.log2(sum));
  const fraction = Math.floor((sum / 2 ** exponent - 1) * 128);
  const ends = [128, 102, 85, 73, 64];
  const segment = Math.floor(fraction / 32);
  const [from, to] = [ends[segment] as number, ends[segment + 1] as number];
  const reciprocal = from - Math.floor(((from - to) * (fraction % 32)) / 32);
  return inputs.map((value) => {
    const mantissa = power(value - Math.ceil(value));
    const places = 15 + (exponent - 6) + (maximum - Math.ceil(value));
    return Math.min(255, Math.floor((mantissa * reciprocal) / 2 ** places + 0.5));
  });
};
