import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { problemsOf } from '../../support/golden.js';
import { stream } from '../../support/streams.js';
import { bindUnit, runUnit } from '../../support/units.js';

const randomCodes = (length: number, seed: number): Int32Array => {
  const next = randomIntegers(seed);
  return Int32Array.from({ length }, () => (next() >>> 24) - 128);
};

const Real = Decimal.clone({ precision: 60 });

/** Shares of a row over those that count, by exponentials and their sum in decimals. */
const softmax = (values: readonly number[], scale: number, beta: number): readonly Decimal[] => {
  const powers = values.map((code) => new Real(code).mul(scale).mul(beta).exp());
  const sum = powers.reduce((a, b) => a.add(b));
  return powers.map((power) => power.div(sum));
};

describe('threshold_mask', () => {
  it.each([
    [0.02, 1, 0.05],
    [0.3, 0.25, 0.11],
    [0.9, 2, 0.003],
    [1, 1, 0.05],
  ])(
    'passes what softmax gives a share %d of the largest to, beta %d, scale %d',
    (threshold, beta, scale) => {
      const codes = randomCodes(40 * 13, 3);
      const unit = bindUnit('threshold_mask', [stream([40, 13], { scale })], { threshold, beta });
      const mask = narrow(unit.golden([codes]));
      for (let r = 0; r < 40; r++) {
        const shares = softmax([...codes.subarray(13 * r, 13 * r + 13)], scale, beta);
        const largest = shares.reduce((a, b) => Real.max(a, b));
        // Equal codes have equal shares but for the last of 60 digits.
        const expected = shares.map((share) =>
          Number(share.div(largest).toDecimalPlaces(50).gte(threshold)),
        );
        expect([...mask.subarray(13 * r, 13 * r + 13)]).toEqual(expected);
      }
    },
  );

  it('is never empty, whatever the row, the threshold and the mask', () => {
    for (const parameters of [
      { threshold: 1 },
      { threshold: 1, causal: true },
      { threshold: 1e-9, length: 1 },
      { threshold: 0.5, causal: true, length: 3 },
    ]) {
      const unit = bindUnit('threshold_mask', [stream([9, 9], { scale: 2 })], parameters);
      for (let seed = 0; seed < 20; seed++) {
        const codes = randomCodes(81, seed).map((code) => (seed < 4 ? -128 : code));
        const mask = narrow(unit.golden([codes]));
        for (let r = 0; r < 9; r++) {
          const { causal = false, length = 9 } = parameters;
          const bits = [...mask.subarray(9 * r, 9 * r + 9)];
          const seen = Math.min(length, causal ? r + 1 : 9);
          expect(bits.slice(0, seen)).toContain(1);
          expect(bits.slice(seen)).not.toContain(1);
          // The largest that counts is among them.
          const counted = [...codes.subarray(9 * r, 9 * r + seen)];
          expect(bits[counted.indexOf(Math.max(...counted))]).toBe(1);
        }
      }
    }
  });

  it('counts its limit in whole codes', () => {
    // ln 2 / 0.1 is 6.93.
    const unit = bindUnit('threshold_mask', [stream([4], { scale: 0.1 })], { threshold: 0.5 });
    expect(runUnit(unit, [100, 94, 93, 101])).toEqual([1, 0, 0, 1]);
    expect(runUnit(unit, [100, 95, 94, 93])).toEqual([1, 1, 1, 0]);
  });
});

describe('a threshold_mask that cannot be', () => {
  const problems = (shape: readonly number[], parameters: object, more = {}) =>
    problemsOf(() =>
      bindUnit('threshold_mask', [stream(shape, more)], { threshold: 0.1, ...parameters }),
    );

  it('says why', () => {
    expect(problems([3, 4], { lanes: 5 })).toEqual([
      'E_PARAMETER at design.threshold_mask0.lanes: gives 5, there are only 4 elements in a row; set threshold_mask0.lanes between 1 and 4',
    ]);
    expect(problems([3, 4], { causal: true })[0]).toContain('as many rows as columns');
    expect(problems([3, 4], { length: 5 })[0]).toContain('there are only 4 elements in a row');
    expect(problems([3, 4], { threshold: 1.5 })[0]).toContain('threshold');
    expect(problems([4], {}, { format: int(32) })[0]).toContain('at most 31 bits');
  });
});
