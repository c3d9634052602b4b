import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { inverseRootOf } from '../../../generator/units/norms/inverse-root.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { randomTensor, stream } from '../../support/streams.js';
import { bindUnit, largestError } from '../../support/unit-golden.js';
import { cases as rmsCases } from '../rms_norm/cases.js';
import { cases } from './cases.js';

const output = { scale: 0.03 };

describe('the golden model of layer_norm and rms_norm', () => {
  it('gives codes that are clear by hand', () => {
    // Mean 0, variance 1: each element is its own normal value.
    const unit = bindUnit('layer_norm', [stream([4], { scale: 1 })], {
      epsilon: 0,
      output: { scale: 0.1, zeroPoint: 5 },
    });
    expect([...narrow(unit.golden([Int32Array.of(-1, 1, -1, 1)]))]).toEqual([-5, 15, -5, 15]);
    expect([...narrow(unit.golden([Int32Array.of(7, 7, 7, 7)]))]).toEqual([5, 5, 5, 5]);
    const rms = bindUnit('rms_norm', [stream([2], { scale: 1 })], { epsilon: 0, output });
    expect([...narrow(rms.golden([Int32Array.of(0, 0)]))]).toEqual([0, 0]);
    expect([...narrow(rms.golden([Int32Array.of(5, 5)]))]).toEqual([33, 33]);
  });

  it.each([...cases.filter(({ parameters }) => parameters['method'] !== 'i-bert'), ...rmsCases])(
    '$unit is correctly rounded to 0.54 codes: $title',
    (unitCase) => {
      expect(distanceFromReference(unitCase, 60)).toBeLessThan(0.54);
    },
  );

  it.each([
    [2, 1e-5],
    [3, 0],
    [64, 1e-5],
    [192, 1e-3],
    [768, 1e-5],
    [1000, 0],
  ])('stays within 0.54 codes on rows of %d, epsilon %d, at any scale', (row, epsilon) => {
    for (const scale of [0.0004, 0.03, 2]) {
      const next = randomIntegers(row);
      const rows = Math.ceil(2000 / row);
      const input = stream([rows, row], { scale });
      const parameters = {
        epsilon,
        output: { scale: 0.02, zeroPoint: -3 },
        gamma: randomTensor([row], int(8), 1, 0.01),
        beta: randomTensor([row], int(8), 2, 0.005),
      };
      const unit = bindUnit('layer_norm', [input], parameters);
      // Rows of every spread, from one code to all of them.
      const codes = Int32Array.from(
        { length: rows * row },
        (_, i) => ((next() >>> 24) - 128) >> (Math.floor(i / row) % 8),
      );
      expect(largestError(unit, [codes])).toBeLessThan(0.54);
    }
  });

  it('has the inverse root to 2^-15 after one step and to 2^-27 after two', () => {
    const next = randomIntegers(3);
    const values = [1n, 2n, 3n, 4n, 5n, 2n ** 60n - 1n];
    for (let i = 0; i < 20_000; i++) values.push(BigInt(1 + (next() >>> (next() % 31))));
    for (const [rootBits, steps, bound] of [
      [18, 1, 2 ** -14.9],
      [30, 2, 2 ** -27],
    ] as const) {
      for (const value of values) {
        const { root, halfExponent } = inverseRootOf(value, rootBits, steps);
        const relative =
          (Number(root) / 2 ** rootBits / 2 ** halfExponent) * Math.sqrt(Number(value)) - 1;
        expect(Math.abs(relative)).toBeLessThan(bound);
      }
    }
  });

  it('does not depend on lanes', () => {
    const input = stream([3, 12]);
    const codes = Int32Array.from({ length: 36 }, (_, i) => (i * 37) % 101);
    const at = (lanes: number) =>
      bindUnit('layer_norm', [input], { output, lanes }).golden([codes]);
    expect(at(5)).toEqual(at(1));
  });
});

describe('a layer_norm that cannot be', () => {
  it.each([
    [
      'codes above 16 bits',
      stream([4], { format: int(20) }),
      {},
      'E_FORMAT at m.unit.in: gives int20, at most 16 bits are supported; requantize the stream first',
    ],
    [
      'a gamma of another length',
      stream([2, 4]),
      { gamma: randomTensor([3], uint(8), 1, 0.1) },
      'E_SHAPE at m.unit.gamma: gives shape [3] and 1 scale(s), needs [4], one per element of a row',
    ],
    [
      'too many lanes',
      stream([2, 4]),
      { lanes: 5 },
      'E_PARAMETER at m.unit.lanes: gives 5, there are only 4 elements in a row; set unit.lanes between 1 and 4',
    ],
  ])('for %s says so', (_title, input, more, message) => {
    expect(problemsOf(() => bindUnit('layer_norm', [input], { output, ...more }))).toEqual([
      message,
    ]);
  });
});
