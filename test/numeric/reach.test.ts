import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { int, uint } from '../../generator/dsl/formats.js';
import { rangeOf, signedBitsFor } from '../../generator/ir/format.js';
import { reachOf } from '../../generator/numeric/reach.js';

/** Every sum that inputs of `terms` codes in the range can make. */
const everySum = (weights: readonly number[], minimum: number, maximum: number): Set<number> => {
  let sums = new Set([0]);
  for (const weight of weights) {
    const more = new Set<number>();
    for (const sum of sums) {
      for (let code = minimum; code <= maximum; code++) more.add(sum + weight * code);
    }
    sums = more;
  }
  return sums;
};

const fits = (values: Iterable<number>, bits: number): boolean =>
  [...values].every((value) => value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1));

describe('the widths that an accumulator needs', () => {
  const formats = fc.constantFrom(int(1), int(2), int(4), uint(1), uint(3), uint(4));

  it('hold every reachable sum, with and without bias, and partial sums; one bit less does not', () => {
    fc.assert(
      fc.property(
        formats,
        fc.integer({ min: -8, max: 8 }),
        fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 3, maxLength: 3 }),
        (format, zeroPoint, rows, bias) => {
          const range = rangeOf(format);
          const reach = reachOf({
            weights: Int32Array.from(rows.flat()),
            channels: rows.length,
            range,
            zeroPoint,
            bias: Int32Array.from(bias.slice(0, rows.length)),
          });
          const partial = new Set<number>([0]);
          const complete = new Set<number>([0]);
          for (const [channel, row] of rows.entries()) {
            for (let terms = 1; terms <= row.length; terms++) {
              for (const sum of everySum(row.slice(0, terms), range.minimum, range.maximum)) {
                partial.add(sum);
                if (terms === row.length) complete.add(sum + (reach.bias[channel] as number));
              }
            }
            const weightSum = row.reduce((a, b) => a + b, 0);
            expect(reach.bias[channel]).toBe((bias[channel] as number) - zeroPoint * weightSum);
          }
          expect(fits(partial, reach.accBits)).toBe(true);
          expect(fits(complete, reach.sumBits)).toBe(true);
          const sums = rows.flatMap((row) => [...everySum(row, range.minimum, range.maximum)]);
          if (reach.accBits > 1) expect(fits([0, ...sums], reach.accBits - 1)).toBe(false);
          if (reach.sumBits > 1) expect(fits(complete, reach.sumBits - 1)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is never more than the int32 of the definition', () => {
    const reach = reachOf({
      weights: new Int32Array(70_000).fill(-32768),
      channels: 1,
      range: rangeOf(int(16)),
      zeroPoint: 0,
      bias: Int32Array.of(2 ** 31 - 1),
    });
    expect(reach).toMatchObject({ accBits: 32, sumBits: 32 });
  });

  it('is more than 32 bits where the definition has an int64', () => {
    const reach = reachOf({
      weights: new Int32Array(1024).fill(-128),
      channels: 1,
      range: rangeOf(int(16)),
      zeroPoint: 0,
      bias: Float64Array.of(-(2 ** 40)),
      accumulatorBits: 64,
    });
    // 1024 * 128 * 2^15 = 2^32 is more than the largest number of 33 bits.
    expect(reach).toMatchObject({ accBits: 34, sumBits: 42, bias: [-(2 ** 40)] });
  });

  it('of nothing but zeros is one bit', () => {
    const weights = new Int32Array(4);
    const options = { weights, channels: 2, range: rangeOf(int(8)), zeroPoint: 5, bias: undefined };
    expect(reachOf(options)).toMatchObject({ accBits: 1, sumBits: 1, bias: [0, 0] });
  });
});

describe('the bits of a signed integer', () => {
  it.each([
    [0, 0, 1],
    [-1, 0, 1],
    [0, 1, 2],
    [-2, 1, 2],
    [-128, 127, 8],
    [-129, 0, 9],
    [0, 128, 9],
    [-(2 ** 31), 2 ** 31 - 1, 32],
  ])('from %d to %d are %d', (minimum, maximum, bits) => {
    expect(signedBitsFor(minimum, maximum)).toBe(bits);
  });
});
