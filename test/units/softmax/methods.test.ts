import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { softmax } from '../../../generator/units/softmax/unit.js';
import type { BoundUnit } from '../../../generator/units/unit.js';
import { stream } from '../../support/streams.js';
import { itaScale } from './method-cases.js';
import { iBertDefinition, itaDefinition, softermaxDefinition } from './method-definitions.js';

type Parameters = Readonly<Record<string, unknown>>;

const bind = (shape: readonly number[], scale: number, parameters: Parameters): BoundUnit =>
  softmax.bind(parameters, [stream(shape, { scale })], 'net.softmax0');

/** Rows of uniform codes, and rows of codes that lie close together. */
const randomRows = (rows: number, length: number, seed: number): Int32Array => {
  const next = randomIntegers(seed);
  return Int32Array.from({ length: rows * length }, (_, i) =>
    Math.floor(i / length) % 2 === 0 ? (next() >>> 24) - 128 : (next() >>> 27) - 16,
  );
};

const rowsOf = (codes: Int32Array, length: number): readonly (readonly number[])[] =>
  Array.from({ length: codes.length / length }, (_, r) => [
    ...codes.subarray(r * length, (r + 1) * length),
  ]);

const compare = (
  scale: number,
  parameters: Parameters,
  definition: (row: readonly number[]) => readonly number[],
): void => {
  for (const length of [1, 2, 3, 16, 17, 64, 257]) {
    const codes = randomRows(40, length, length);
    const unit = bind([40, length], scale, parameters);
    const { zeroPoint } = unit.spec.output;
    const y = rowsOf(narrow(unit.golden([codes])), length);
    expect(y).toEqual(
      rowsOf(codes, length).map((row) => definition(row).map((share) => share + zeroPoint)),
    );
  }
};

describe('softmax by definition', () => {
  it.each([1, 16, 64])('ita equals streamingPartialSoftmax with groups of %d', (group) => {
    compare(itaScale, { method: 'ita', group }, (row) =>
      itaDefinition(
        row,
        row.map(() => true),
        group,
      ),
    );
  });

  it('ita equals it for every pair of codes', () => {
    const pairs = Int32Array.from({ length: 2 * 65536 }, (_, i) =>
      i % 2 === 0 ? (i >> 9) - 128 : ((i >> 1) & 255) - 128,
    );
    const unit = bind([65536, 2], itaScale, { method: 'ita', output: { format: uint(8) } });
    expect(rowsOf(narrow(unit.golden([pairs])), 2)).toEqual(
      rowsOf(pairs, 2).map((row) => itaDefinition(row, [true, true], 16)),
    );
  });

  it.each([0.3, 0.05, 0.011, 0.002])('i-bert equals IntSoftmax at scale %d', (scale) => {
    compare(scale, { method: 'i-bert' }, (row) => iBertDefinition(row, scale, 8));
    compare(scale, { method: 'i-bert', output: { format: uint(16) } }, (row) =>
      iBertDefinition(row, scale, 16),
    );
  });

  it.each([Math.LN2 / 4, 0.05, 0.6])('online-base2 equals Softermax at scale %d', (scale) => {
    compare(scale, { method: 'online-base2', group: 1 }, (row) => softermaxDefinition(row, scale));
  });
});

/** Worst and mean distance of shares from the real softmax. */
const errorOf = (
  length: number,
  scale: number,
  parameters: Parameters,
  unitOf = 0,
): { worst: number; mean: number; mass: number } => {
  const rows = 400;
  const unit = bind([rows, length], scale, parameters);
  const { zeroPoint, scale: step } = unit.spec.output;
  const next = randomIntegers(5);
  const codes = Int32Array.from({ length: rows * length }, () => (next() >>> 24) - 128);
  const y = narrow(unit.golden([codes]));
  const real = unit.reference([Float64Array.from(codes, (code) => code * scale)]);
  let worst = 0;
  let sum = 0;
  let mass = 0;
  y.forEach((code, i) => {
    const share = (code - zeroPoint) * (unitOf || step);
    const error = Math.abs(share - (real[i] as number));
    worst = Math.max(worst, error);
    sum += error;
    mass += share;
  });
  return { worst, mean: sum / y.length, mass: mass / rows };
};

const wide = { output: { format: uint(16) } };

describe('the error of softmax against the real one', () => {
  it('of ita at length 64 is the published 0.0032, in shares of 255', () => {
    const { mean } = errorOf(64, itaScale, { method: 'ita', group: 64 }, 1 / 255);
    expect(mean).toBeGreaterThan(0.0031);
    expect(mean).toBeLessThan(0.0033);
  });

  it('of ita loses mass on long rows', () => {
    const { mass } = errorOf(256, itaScale, { method: 'ita', group: 16 }, 1 / 255);
    expect(mass).toBeLessThan(0.7);
  });

  it.each([
    ['i-bert', {}],
    ['log-domain', {}],
    ['online-base2', { formats: 'wide' }],
  ] as const)(
    'of %s at length 64, output rounding apart, is below a tenth of it',
    (method, more) => {
      const { mean } = errorOf(64, itaScale, { method, ...more, ...wide });
      expect(mean).toBeLessThan(0.00032);
    },
  );

  it.each([
    ['tflite', {}, 0.51 / 256 + 1 / 256],
    ['i-bert', {}, 0.0105],
    ['i-bert', wide, 0.0065],
    ['log-domain', {}, 0.0045],
    ['log-domain', wide, 0.0012],
    ['online-base2', {}, 0.12],
    ['online-base2', { formats: 'wide', ...wide }, 0.003],
    ['online-base2', { formats: 'wide', output: { format: int(8) } }, 0.0045],
  ] as const)('of %s %o stays within its bound', (method, more, bound) => {
    // Beyond a seventh of ln 2 a code, I-BERT's own integer constants are too coarse.
    for (const scale of method === 'i-bert' ? [0.002, 0.02, 0.1] : [0.002, 0.02, 0.1, 0.3]) {
      for (const length of [1, 2, 10, 64]) {
        const { worst } = errorOf(length, scale, { method, ...more });
        expect(worst, `scale ${scale}, length ${length}`).toBeLessThan(bound);
      }
    }
  });
});

describe('the pace of softmax', () => {
  it.each(['tflite', 'i-bert', 'online-base2', 'ita', 'log-domain'])(
    'by %s is 8 elements a cycle on rows of 64, which the RTL suite measures',
    (method) => {
      const input = stream([4, 64], { scale: itaScale, lanes: 8 });
      const unit = softmax.bind({ method, lanes: 8 }, [input], 'net.softmax0');
      expect(unit.contract().intervalCycles).toBe((4 * 64) / 8);
    },
  );
});
