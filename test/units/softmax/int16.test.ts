import { describe, expect, it } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import {
  exponentialTable,
  reciprocalTable,
} from '../../../generator/units/softmax/methods/exponential-table.js';
import { stream } from '../../support/streams.js';
import { bindUnit } from '../../support/unit-golden.js';
import { generateTable, softmaxRow16 } from './definition16.js';

const wide = (shape: readonly number[], scale: number): StreamType =>
  stream(shape, { format: int(16), scale });

const randomCodes = (length: number, seed: number): Int32Array => {
  const next = randomIntegers(seed);
  return Int32Array.from({ length }, () => (next() % 65536) - 32768);
};

describe('the tables of softmax of int16', () => {
  it('are those of the reference', () => {
    const f = Math.fround;
    expect(exponentialTable.map(BigInt)).toEqual(generateTable((x) => f(Math.exp(x)), -10, 0));
    expect(reciprocalTable.map(BigInt)).toEqual(generateTable((x) => f(1 / f(1 + x)), 0, 1));
  });

  it('would differ in two words in double', () => {
    // Word 160 is 24967 and word 294 is 20815 in double arithmetic, as older versions had it.
    expect([reciprocalTable[160], reciprocalTable[294]]).toEqual([24966, 20816]);
  });
});

describe('the golden model of softmax of int16', () => {
  it.each([2 ** -40, 1e-7, 0.00002, 10 / 65535, 0.0003, 0.001, 0.0173, 0.3, 4.9])(
    'equals the definition at scale %d',
    (scale) => {
      for (const rounding of ['double', 'single'] as const) {
        const rows = wide([30, 12], scale);
        const unit = bindUnit('softmax', [rows], { rounding });
        for (const shift of [0, 4, 8]) {
          const codes = randomCodes(360, shift + 3).map((code) => code >> shift);
          const y = narrow(unit.golden([codes]));
          for (let from = 0; from < codes.length; from += 12) {
            expect([...y.subarray(from, from + 12)]).toEqual(
              softmaxRow16([...codes.subarray(from, from + 12)], scale, 1, rounding === 'single'),
            );
          }
        }
      }
    },
  );

  it('equals the definition for every difference, and with beta', () => {
    const pairs = wide([65536, 2], 0.00031);
    const unit = bindUnit('softmax', [pairs], { beta: 0.7 });
    const codes = Int32Array.from({ length: 2 * 65536 }, (_, i) =>
      i % 2 === 0 ? 32767 : (i >> 1) - 32768,
    );
    const y = narrow(unit.golden([codes]));
    for (let i = 0; i < codes.length; i += 2 * 17) {
      expect([y[i], y[i + 1]]).toEqual(
        softmaxRow16([codes[i] as number, codes[i + 1] as number], 0.00031, 0.7),
      );
    }
  });

  it('equals the definition on long rows and on rows of one', () => {
    for (const length of [1, 2, 3, 1000, 65536]) {
      const unit = bindUnit('softmax', [wide([length], 1e-5)], {});
      for (const codes of [randomCodes(length, 5), new Int32Array(length)]) {
        expect([...narrow(unit.golden([codes]))]).toEqual(softmaxRow16([...codes], 1e-5));
      }
    }
  }, 30_000);

  it('is close to the real-valued softmax', () => {
    for (const [length, scale] of [
      [2, 0.0001],
      [10, 0.0003],
      [100, 0.0002],
    ] as const) {
      const unit = bindUnit('softmax', [wide([20, length], scale)], {});
      const codes = randomCodes(20 * length, length);
      const y = narrow(unit.golden([codes]));
      const real = unit.reference([Float64Array.from(codes, (code) => code * scale)]);
      const errors = [...y].map((code, i) => Math.abs(code - 32768 * (real[i] as number)));
      expect(Math.max(...errors)).toBeLessThan(16);
    }
  });

  it('gives int16 at scale 1/32768', () => {
    expect(bindUnit('softmax', [wide([3], 0.001)], {}).spec.output).toMatchObject({
      ...{ format: int(16), scale: 1 / 32768, zeroPoint: 0 },
    });
  });

  it.each([
    [
      wide([3], 5.1),
      'E_PARAMETER at m.unit.in: beta x scale is 5.1, needs less than 5 for int16; check the scale of the input',
    ],
    [
      wide([65537], 0.1),
      'E_SHAPE at m.unit.in: gives rows of 65537 elements, the sum in Q16.15 holds at most 65536',
    ],
    [
      stream([3], { format: int(17) }),
      'E_FORMAT at m.unit.in: gives int17, softmax is defined for at most 8 bits, or int of at most 16; requantize it first',
    ],
  ])('refuses what it cannot do', (input, message) => {
    expect(() => bindUnit('softmax', [input], {})).toThrow(message);
  });
});
