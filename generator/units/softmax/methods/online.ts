import { octavesPerCode, ratio, roundedFixed, roundedPower } from './exact.js';
import { leadingOne } from './leading-one.js';
import type { ItaPlan, OnlinePlan } from './plan.js';

/** Fraction bits of an exponential, Q1.15. */
export const exponentialFraction = 15;

/** Formats of a Softermax: those of its paper, or as wide as a 16-bit result needs. */
export interface OnlineFormats {
  readonly inputFraction: number;
  readonly segments: number;
  readonly sumFraction: number;
  readonly reciprocalFraction: number;
  readonly reciprocalSegments: number;
  readonly mantissaBits: number;
}

export const onlineFormats: Readonly<Record<'softermax' | 'wide', OnlineFormats>> = {
  softermax: {
    inputFraction: 2,
    segments: 4,
    sumFraction: 6,
    reciprocalFraction: 7,
    reciprocalSegments: 4,
    mantissaBits: 7,
  },
  wide: {
    inputFraction: 8,
    segments: 16,
    sumFraction: 15,
    reciprocalFraction: 15,
    reciprocalSegments: 16,
    mantissaBits: 12,
  },
};

/** Code by its bits, two's complement where it is signed. */
const codeOfBits = (bits: number, count: number, signed: boolean): number =>
  signed && bits >= count / 2 ? bits - count : bits;

export const onlinePlan = (
  factor: number,
  { codes, signed }: { readonly codes: number; readonly signed: boolean },
  formats: OnlineFormats,
  { group, outputFraction }: { readonly group: number; readonly outputFraction: number },
): OnlinePlan => {
  const { inputFraction, segments, reciprocalFraction, reciprocalSegments } = formats;
  const step = octavesPerCode(factor);
  const one = 2 ** inputFraction;
  const ends = Array.from({ length: segments + 1 }, (_, j) =>
    roundedPower(ratio(-j, segments), exponentialFraction),
  );
  const fixed = Array.from({ length: codes }, (_, bits) =>
    roundedFixed(step.times(codeOfBits(bits, codes, signed)), inputFraction),
  );
  const integers = fixed.map((x) => Math.ceil(x / one));
  const least = integers.reduce((m, integer) => Math.min(m, integer));
  return {
    kind: 'online-base2',
    group,
    mantissas: Int32Array.from(fixed, (x, i) => {
      // 2^-(below / one) on the chord of its segment.
      const below = (integers[i] as number) * one - x;
      const segment = Math.floor((below * segments) / one);
      const rest = below * segments - segment * one;
      const start = ends[segment] as number;
      return start - Math.floor(((start - (ends[segment + 1] as number)) * rest) / one);
    }),
    integers: Int32Array.from(integers, (integer) => integer - least),
    sumFraction: formats.sumFraction,
    reciprocalFraction,
    reciprocals: Int32Array.from({ length: reciprocalSegments + 1 }, (_, j) =>
      roundedFixed(ratio(reciprocalSegments, reciprocalSegments + j), reciprocalFraction),
    ),
    mantissaBits: formats.mantissaBits,
    outputFraction,
  };
};

/** 1 / sum as a mantissa in [1/2, 1] and the exponent of what it is divided by. */
const reciprocalOf = (plan: OnlinePlan, sum: number): { mantissa: number; exponent: number } => {
  const { reciprocals, mantissaBits, sumFraction } = plan;
  const top = leadingOne(sum);
  const fraction = Math.floor((sum * 2 ** mantissaBits) / 2 ** top) - 2 ** mantissaBits;
  const size = 2 ** mantissaBits / (reciprocals.length - 1);
  const segment = Math.floor(fraction / size);
  const start = reciprocals[segment] as number;
  const fall = start - (reciprocals[segment + 1] as number);
  return {
    mantissa: start - Math.floor((fall * (fraction % size)) / size),
    exponent: top - sumFraction,
  };
};

const shiftRight = (value: number, by: number): number => Math.floor(value / 2 ** by);

/** Softermax (Stevens et al., DAC 2021, algorithm 3) of codes by their bits. */
export const onlineRow = (
  plan: OnlinePlan,
  codes: readonly (number | undefined)[],
  limit: number,
): readonly number[] => {
  const { mantissas, integers, group, sumFraction } = plan;
  let maximum = 0;
  let sum = 0;
  for (let from = 0; from < codes.length; from += group) {
    const shown = codes.slice(from, from + group).filter((code) => code !== undefined);
    const before = maximum;
    for (const code of shown) maximum = Math.max(maximum, integers[code] as number);
    sum = shiftRight(sum, maximum - before);
    for (const code of shown) {
      const exponential = shiftRight(
        mantissas[code] as number,
        maximum - (integers[code] as number),
      );
      sum += shiftRight(exponential, exponentialFraction - sumFraction);
    }
  }
  if (sum === 0) return codes.map(() => 0);
  const { mantissa, exponent } = reciprocalOf(plan, sum);
  const places = exponentialFraction + plan.reciprocalFraction - plan.outputFraction + exponent;
  return codes.map((code) => {
    if (code === undefined) return 0;
    const product = (mantissas[code] as number) * mantissa;
    const twice = shiftRight(product, places - 1 + maximum - (integers[code] as number));
    return Math.min(limit, shiftRight(twice + 1, 1));
  });
};

/** round(difference / 32): ITA's octave is 32 codes. */
const octavesOf = (difference: number): number => (difference >> 5) + ((difference >> 4) & 1);

/** ITA's streaming softmax (PyITA/softmax.py `streamingPartialSoftmax`) of values. */
export const itaRow = (
  { group }: ItaPlan,
  values: readonly (number | undefined)[],
  smallest: number,
): readonly number[] => {
  let maximum = smallest;
  let sum = 0;
  for (let from = 0; from < values.length; from += group) {
    const shown = values.slice(from, from + group).filter((value) => value !== undefined);
    const largest = Math.max(maximum, ...shown);
    sum >>= octavesOf(largest - maximum);
    maximum = largest;
    for (const value of shown) sum += 256 >> octavesOf(maximum - value);
  }
  const inverse = sum === 0 ? 0 : Math.floor(65280 / sum);
  return values.map((value) => (value === undefined ? 0 : inverse >> octavesOf(maximum - value)));
};
