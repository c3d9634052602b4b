import { describe, expect, it } from 'vitest';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { functionErrors } from '../../generator/evaluate/function-error.js';
import { networkError } from '../../generator/evaluate/layer-error.js';
import { runGolden } from '../../generator/golden.js';
import { bindDatapath } from '../../generator/passes/bind.js';

/** Two roundings in a row: to steps of 0.4, then to steps of 1. */
const bound = bindDatapath(
  datapath('roundings', (d) => {
    const x = d.input('x', { shape: [4], format: int(8), scale: 0.1, lanes: 1 });
    const coarse = d.requantize(x, { output: { format: int(8), scale: 0.4 }, rounding: 'single' });
    d.output(
      'y',
      d.requantize(coarse, { output: { format: int(8), scale: 1 }, rounding: 'single' }),
    );
  }).build({ baseDirectory: '.' }),
);

const errorOf = (codes: readonly number[]) =>
  networkError(bound, [runGolden(bound, new Map([['x', Int32Array.from(codes)]]))]);

describe('error of a network', () => {
  it('counts what each layer adds, and what has come together', () => {
    // 0.1, 0.6, 1.0 and 1.4 become 0.0, 0.8, 1.2 and 1.6, and then 0, 1, 1 and 2.
    const [first, second] = errorOf([1, 6, 10, 14]).layers;
    expect(first?.own.worstReal).toBeCloseTo(0.2, 6);
    expect(first?.own.meanReal).toBeCloseTo((0.1 + 0.2 + 0.2 + 0.2) / 4, 6);
    expect(first?.total).toEqual(first?.own);
    expect(second?.own.meanReal).toBeCloseTo((0 + 0.2 + 0.2 + 0.4) / 4, 6);
    expect(second?.total.worstReal).toBeCloseTo(0.6, 6);
    expect(second?.total.meanReal).toBeCloseTo((0.1 + 0.4 + 0 + 0.6) / 4, 6);
    expect(first?.own.worstSteps).toBeCloseTo(0.5, 6);
  });

  it('tells how often the largest element stays where it is', () => {
    const sample = (codes: readonly number[]) =>
      runGolden(bound, new Map([['x', Int32Array.from(codes)]]));
    // 0.8 and 0.9 fall together, and the first of equals is the largest.
    const samples = [sample([1, 20, 3, 4]), sample([8, 9, 0, 0])];
    expect(networkError(bound, samples).outputs).toMatchObject([{ name: 'y', agreement: 0.5 }]);
  });

  it('has no functions where there are none', () => {
    expect(functionErrors(bound)).toEqual([]);
  });
});
