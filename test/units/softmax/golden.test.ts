import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import { rangeOf } from '../../../generator/ir/format.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import {
  expOfNegative,
  multiply,
  reciprocalOfOnePlus,
} from '../../../generator/units/softmax/fixed-point.js';
import { softmax } from '../../../generator/units/softmax/unit.js';
import { stream } from '../../support/streams.js';
import { expOnNegativeValues, oneOverOnePlus, scalingOf, softmaxRow } from './definition.js';

const bind = (input: StreamType, parameters: object = {}) =>
  softmax.bind(parameters, [input], 'net.softmax0');

const randomCodes = (input: StreamType, seed: number): Int32Array => {
  const next = randomIntegers(seed);
  const { minimum, maximum } = rangeOf(input.format);
  const length = input.shape.reduce((a, b) => a * b, 1);
  return Int32Array.from({ length }, () => minimum + (next() % (maximum - minimum + 1)));
};

/** Rows of the golden model and of the definition, for every row of some tensors. */
const compare = (input: StreamType, tensors: readonly Int32Array[], beta = 1): void => {
  const unit = bind(input, { beta });
  const scaling = scalingOf(beta, input.scale);
  const row = input.shape.at(-1) as number;
  for (const codes of tensors) {
    const y = narrow(unit.golden([codes]));
    for (let from = 0; from < codes.length; from += row) {
      expect([...y.subarray(from, from + row)]).toEqual(
        softmaxRow([...codes.subarray(from, from + row)], scaling),
      );
    }
  }
};

const failure = (input: StreamType, parameters: object = {}): string => {
  try {
    bind(input, parameters);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing is wrong';
};

describe('the golden model of softmax', () => {
  it('gives the codes that the definition gives by hand', () => {
    const thirds = bind(stream([3], { scale: 0.1 }));
    expect([...narrow(thirds.golden([Int32Array.of(5, 5, 5)]))]).toEqual([-43, -43, -43]);
    const alone = bind(stream([1]));
    expect([...narrow(alone.golden([Int32Array.of(-100)]))]).toEqual([127]);
    const far = bind(stream([2], { scale: 1 }));
    expect([...narrow(far.golden([Int32Array.of(-128, 127)]))]).toEqual([-128, 127]);
  });

  it.each([0.001, 0.0173, 0.05, 0.1217, 0.3, 0.99999994, 1, 1.7, 8, 31])(
    'equals the definition at scale %d: random rows, and every pair with the largest code',
    (scale) => {
      const pairs = Array.from({ length: 256 }, (_, i) => Int32Array.of(127, i - 128));
      compare(stream([2], { scale }), pairs);
      const rows = stream([40, 12], { scale });
      compare(rows, [randomCodes(rows, 7), randomCodes(rows, 8).map((code) => code >> 4)]);
    },
  );

  it.each([
    ['a multiplier that saturates', 40],
    ['a scale just above the smallest', 2 ** -26 * 1.0001],
    ['a multiplier that rounds up to a power of two', 0.5 - 2 ** -26],
  ])('equals the definition with %s', (_title, scale) => {
    const input = stream([30, 9], { scale });
    compare(input, [randomCodes(input, 3)]);
  });

  it('equals the definition with beta, of uint8 and of narrow codes', () => {
    const wide = stream([20, 7], { format: uint(8), scale: 0.04 });
    compare(wide, [randomCodes(wide, 4)], 2.5);
    const narrowCodes = stream([20, 7], { format: int(3), scale: 0.6 });
    compare(narrowCodes, [randomCodes(narrowCodes, 5)], 0.3);
  });

  it('equals the definition on long rows, up to sums that need all 32 bits', () => {
    for (const [length, scale] of [
      [511, 1e-5],
      [512, 1e-5],
      [513, 0.002],
      [4095, 1e-6],
      [4096, 1e-6],
    ] as const) {
      const input = stream([length], { scale });
      compare(input, [randomCodes(input, 6), new Int32Array(length)]);
    }
  });

  it('stays within half a code and a bit of the real-valued softmax, its largest code aside', () => {
    let largest = 0;
    for (const scale of [0.002, 0.05, 0.125, 0.4, 2]) {
      for (const length of [1, 2, 10, 100]) {
        const input = stream([20, length], { scale });
        const unit = bind(input);
        const codes = randomCodes(input, length);
        const y = narrow(unit.golden([codes]));
        const real = unit.reference([Float64Array.from(codes, (code) => code * scale)]);
        y.forEach((code, i) => {
          const value = Math.min((code + 128) / 256, 1);
          largest = Math.max(largest, Math.abs(value - Math.min(real[i] as number, 255 / 256)));
        });
      }
    }
    expect(largest).toBeLessThan(0.51 / 256);
  });

  it.each([
    [0.22, [-15, 12, -21, 6], 1, 73, 74],
    [0.144, [-14, 14, -11, 1, 10, -12, -16, -121, -14, 15, -39, -43], 9, -29, -28],
    [0.226, [31, 7, -9, -3, 0, -76], 0, 127, 126],
  ] as const)(
    'is not the rounded real-valued softmax, at scale %d',
    (scale, codes, at, y, rounded) => {
      // Floating point passes every network's vectors, and is a code off here.
      const unit = bind(stream([codes.length], { scale }));
      expect(narrow(unit.golden([Int32Array.from(codes)]))[at]).toBe(y);
      expect(softmaxRow(codes, scalingOf(1, scale))[at]).toBe(y);
      const real = unit.reference([Float64Array.from(codes, (code) => code * Math.fround(scale))]);
      expect(Math.round(256 * (real[at] as number)) - 128).toBe(rounded);
    },
  );
});

describe('gemmlowp fixed point', () => {
  it('multiplies and saturates as the definition does', () => {
    expect(multiply(-(2 ** 31), -(2 ** 31))).toBe(2 ** 31 - 1);
    expect(multiply(2 ** 30, -1)).toBe(0);
    expect(multiply(2 ** 30, -3)).toBe(-1);
    expect(multiply(2 ** 30, 3)).toBe(2);
    expect(multiply(-(2 ** 31), 2 ** 31 - 1)).toBe(-(2 ** 31) + 1);
  });

  it('has the exponential of the definition, to 3e-7', () => {
    const next = randomIntegers(9);
    const arguments_ = [0, -1, -(2 ** 24), -(2 ** 24) + 1, -(2 ** 24) - 1, -(31 * 2 ** 26)];
    for (let i = 0; i < 3000; i++) arguments_.push(-(next() % (2 ** 31 - 1)));
    for (const a of arguments_) {
      expect(expOfNegative(a)).toBe(Number(expOnNegativeValues(BigInt(a))));
      expect(Math.abs(expOfNegative(a) / 2 ** 31 - Math.exp(a / 2 ** 26))).toBeLessThan(3e-7);
    }
  });

  it('has the reciprocal of the definition, to 4e-9', () => {
    const next = randomIntegers(10);
    const arguments_ = [0, 1, 2, 2 ** 30, 2 ** 31 - 2, 2 ** 31 - 1];
    for (let i = 0; i < 3000; i++) arguments_.push(next() >>> 1);
    for (const a of arguments_) {
      expect(reciprocalOfOnePlus(a)).toBe(Number(oneOverOnePlus(BigInt(a))));
      expect(Math.abs(reciprocalOfOnePlus(a) / 2 ** 31 - 1 / (1 + a / 2 ** 31))).toBeLessThan(4e-9);
    }
  });
});

describe('a softmax that cannot be', () => {
  it.each([
    [
      'a format above 16 bits',
      stream([4], { format: int(17) }),
      {},
      'E_FORMAT at net.softmax0.in: gives int17, softmax is defined for at most 8 bits, or int of at most 16; requantize it first',
    ],
    [
      'a row too long',
      stream([4097]),
      {},
      'E_SHAPE at net.softmax0.in: gives rows of 4097 elements, the sum in Q12.19 holds at most 4096',
    ],
    [
      'too many lanes',
      stream([3, 4]),
      { lanes: 5 },
      'E_PARAMETER at net.softmax0.lanes: gives 5, there are only 4 elements in a row; set softmax0.lanes between 1 and 4',
    ],
    [
      'a scale too small',
      stream([4], { scale: 2 ** -26 }),
      {},
      'E_PARAMETER at net.softmax0.in: beta x scale is 1.4901161193847656e-8, needs more than 2^-26; check the scale of the input',
    ],
  ])('for %s says so', (_title, input, parameters, message) => {
    expect(failure(input, parameters)).toBe(message);
  });
});
