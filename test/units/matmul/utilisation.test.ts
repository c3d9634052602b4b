import { describe, expect, it } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import { bindUnit } from '../../support/units.js';

/** Share of the multipliers that work in steady state; the suite proves the interval in the Verilog. */
const utilisation = ([m, k, n]: readonly number[], array: object): number => {
  const lanes = 16;
  const [a, b] = [stream([m ?? 1, k ?? 1], { lanes }), stream([k ?? 1, n ?? 1], { lanes })];
  const output = { format: int(8), scale: 1 };
  const unit = bindUnit('matmul', [a, b], { array, output });
  const { macs, multipliers, intervalCycles } = unit.contract();
  return macs / (multipliers * intervalCycles);
};

/** Rows of `a` from eight times the array on: whole tiles, one more, one less, far more. */
const depths = (rows: number): readonly number[] => [
  8 * rows,
  8 * rows + 1,
  9 * rows - 1,
  13 * rows + 5,
  64 * rows + 3,
];

describe('utilisation of the systolic arrays', () => {
  for (const [rows, columns] of [
    [4, 4],
    [8, 8],
    [4, 16],
    [16, 16],
    [32, 32],
  ] as const) {
    it(`weight stationary, ${rows} x ${columns}: at least 95 % for 8 times its rows and more`, () => {
      const array = { dataflow: 'weight-stationary', rows, columns };
      for (const m of depths(Math.max(rows, columns))) {
        expect(utilisation([m, 4 * rows, 4 * columns], array)).toBeGreaterThanOrEqual(0.95);
      }
    });

    it(`output stationary, ${rows} x ${columns}: every multiplier in every cycle, rows padded`, () => {
      const array = { dataflow: 'output-stationary', rows, columns };
      for (const m of depths(Math.max(rows, columns))) {
        const padded = m / (rows * Math.ceil(m / rows));
        expect(utilisation([m, 4 * rows * columns, 4 * columns], array)).toBeCloseTo(padded, 12);
      }
    });
  }
});
