import { type NumberFormat, rangeOf } from '../ir/format.js';
import { Decimal, type FunctionDefinition, type RealFunction, type Symmetry } from './decimal.js';

/** How codes are to be read: real = scale * (code - zeroPoint). */
export interface Quantization {
  readonly format: NumberFormat;
  readonly scale: number;
  readonly zeroPoint: number;
}

/** A function at every input code, in steps of the output. */
export interface Samples {
  readonly input: Quantization;
  readonly output: Quantization;
  /**
   * Exact output code, a fraction as a rule, within the output's range; by input code less the least.
   */
  readonly exact: Float64Array;
}

/** What decimals cost is what a function compiler costs: each function's values, by its input. */
const known = new WeakMap<RealFunction, Map<string, readonly Decimal[]>>();

/** f(-x) from f(x), where that is a rule. */
const mirrored = (symmetry: Symmetry | undefined, x: Decimal, y: Decimal): Decimal | undefined => {
  switch (symmetry) {
    case 'even':
      return y;
    case 'odd':
      return y.neg();
    case 'complement':
      return y.neg().add(1);
    case 'identity':
      return y.sub(x);
    default:
      return undefined;
  }
};

const valuesOf = (
  { of: f, symmetry }: FunctionDefinition,
  { format, scale, zeroPoint }: Quantization,
): readonly Decimal[] => {
  const inputs = known.get(f) ?? new Map<string, readonly Decimal[]>();
  known.set(f, inputs);
  const key = `${format.kind}${format.bits} ${scale} ${zeroPoint}`;
  const found = inputs.get(key);
  if (found) return found;
  const { minimum, maximum } = rangeOf(format);
  const step = new Decimal(scale);
  const values = new Array<Decimal>(maximum - minimum + 1);
  for (let code = maximum; code >= minimum; code--) {
    const x = step.mul(code - zeroPoint);
    const other = values[2 * zeroPoint - code - minimum];
    const origin = values[zeroPoint - minimum];
    const follows =
      code >= zeroPoint
        ? undefined
        : symmetry === 'positive'
          ? origin
          : other && mirrored(symmetry, x.neg(), other);
    values[code - minimum] = follows ?? f(x);
  }
  inputs.set(key, values);
  return values;
};

/** Throws where the function is not a number; infinities are the ends of the output's range. */
export const samplesOf = (
  f: FunctionDefinition,
  input: Quantization,
  output: Quantization,
): Samples => {
  const { minimum, maximum } = rangeOf(output.format);
  const scale = new Decimal(output.scale);
  const exact = Float64Array.from(valuesOf(f, input), (value, i) => {
    if (value.isNaN()) {
      throw new RangeError(`is not a number at code ${i + rangeOf(input.format).minimum}`);
    }
    const code = value.div(scale).add(output.zeroPoint).toNumber();
    return Math.min(Math.max(code, minimum), maximum);
  });
  return { input, output, exact };
};

/** The correctly rounded codes, ties upward. */
export const roundedCodes = ({ exact, output }: Samples): Int32Array => {
  const { maximum } = rangeOf(output.format);
  return Int32Array.from(exact, (value) => Math.min(maximum, Math.floor(value + 0.5)));
};

/** How far output codes are from the exact ones, over every input code. */
export interface ErrorReport {
  readonly codes: number;
  /** Steps of the output. */
  readonly worstLsb: number;
  readonly meanLsb: number;
  /** Real value. */
  readonly worstReal: number;
  readonly meanReal: number;
  /** Codes whose output is the nearest to the exact one. */
  readonly correctlyRounded: number;
}

export const errorOf = ({ exact, output }: Samples, codes: ArrayLike<number>): ErrorReport => {
  let worst = 0;
  let sum = 0;
  let correct = 0;
  for (let i = 0; i < exact.length; i++) {
    const error = Math.abs((codes[i] as number) - (exact[i] as number));
    worst = Math.max(worst, error);
    sum += error;
    if (error <= 0.5) correct++;
  }
  const mean = sum / exact.length;
  return {
    codes: exact.length,
    worstLsb: worst,
    meanLsb: mean,
    worstReal: worst * output.scale,
    meanReal: mean * output.scale,
    correctlyRounded: correct,
  };
};
