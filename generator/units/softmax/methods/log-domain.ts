import { octavesPerCode, ratio, roundedFixed, roundedLogarithm, roundedPower } from './exact.js';
import { leadingOne } from './leading-one.js';
import type { LogPlan } from './plan.js';

/** Bits of the exponentials' fraction in the sum; bits that a power has beyond the output. */
export const termFraction = 20;
export const guardBits = 2;

/** Exponents are cut here: 2^-31.99 is none. */
const octaves = 32;

/** Bits of the sum's mantissa that its logarithm is looked up by. */
const mantissaBits = 10;

type Tables = Pick<LogPlan, 'logarithms' | 'powers'>;

/** Tables by the output's bits: the same for every input. */
const known = new Map<number, Tables>();

const tablesFor = (outputBits: number, fractionBits: number): Tables => {
  const found = known.get(outputBits);
  if (found) return found;
  const tables: Tables = {
    logarithms: Int32Array.from({ length: 2 ** mantissaBits }, (_, j) =>
      roundedLogarithm(ratio(2 * j + 1, 2 ** (mantissaBits + 1)).plus(1), fractionBits),
    ),
    powers: Int32Array.from({ length: 2 ** fractionBits }, (_, fraction) =>
      roundedPower(ratio(-fraction, 2 ** fractionBits), outputBits + guardBits),
    ),
  };
  known.set(outputBits, tables);
  return tables;
};

export const logPlan = (factor: number, codes: number, outputBits: number): LogPlan => {
  const step = octavesPerCode(factor);
  const fractionBits = outputBits > 8 ? 10 : 8;
  return {
    kind: 'log-domain',
    fractionBits,
    exponents: Int32Array.from({ length: codes }, (_, difference) =>
      Math.min(roundedFixed(step.times(difference), fractionBits), octaves * 2 ** fractionBits - 1),
    ),
    exponentials: Int32Array.from({ length: codes }, (_, difference) =>
      roundedPower(step.times(-difference), termFraction),
    ),
    ...tablesFor(outputBits, fractionBits),
  };
};

/** log2 of a sum of at least 1, in `fractionBits` bits of fraction. */
const logarithmOf = ({ logarithms, fractionBits }: LogPlan, sum: number): number => {
  const exponent = leadingOne(sum);
  const size = logarithms.length;
  const mantissa = Math.floor((sum * size) / 2 ** exponent) - size;
  return (exponent - termFraction) * 2 ** fractionBits + (logarithms[mantissa] as number);
};

/** 2^-(exponent + log2(sum)), rounded by adding a half behind the shift. */
export const logRow = (
  plan: LogPlan,
  differences: readonly number[],
  bits: number,
): readonly number[] => {
  const { exponents, exponentials, powers, fractionBits } = plan;
  const sum = differences.reduce((total, d) => total + (exponentials[d] as number), 0);
  const logarithm = logarithmOf(plan, sum);
  const half = 2 ** (guardBits - 1);
  return differences.map((difference) => {
    const whole = (exponents[difference] as number) + logarithm;
    const octave = whole >> fractionBits;
    const power = powers[whole & (2 ** fractionBits - 1)] as number;
    const shifted = octave > 31 ? 0 : power >> octave;
    return Math.min(2 ** bits - 1, (shifted + half) >> guardBits);
  });
};
