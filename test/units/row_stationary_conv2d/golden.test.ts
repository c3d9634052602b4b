import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import type { Codes } from '../../../generator/ir/codes.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { randomTensor, stream } from '../../support/streams.js';
import { bindCase, bindUnit } from '../../support/units.js';
import { cases } from './cases.js';

/** 16 x 16 x 8 to 16 channels, 3 x 3. */
const layer = {
  weights: randomTensor([16, 3, 3, 8], int(8), 3, 0.01),
  output: { format: int(8), scale: 1 },
};
const image = stream([16, 16, 8], { lanes: 8 });
const bound = (array: Readonly<Record<string, number>>, more: object = {}) =>
  bindUnit('row_stationary_conv2d', [image], { ...layer, array, ...more });

describe('row_stationary_conv2d', () => {
  test.each(cases.map((unitCase) => [unitCase.title, unitCase] as const))(
    'is conv2d: %s',
    (_, unitCase) => {
      const { inputs, parameters } = unitCase;
      const { array, ...rest } = parameters;
      const other = bindUnit('conv2d', inputs, rest);
      const unit = bindCase(unitCase);
      expect(unit.spec.output).toMatchObject({ shape: other.spec.output.shape, lanes: 1 });
      const [input] = inputs as readonly [StreamType];
      for (const codes of stimulusFor([{ name: 'x', stream: input }], 12, 1).get('x') as Codes[]) {
        expect(unit.golden([codes])).toEqual(other.golden([codes]));
      }
      expect(distanceFromReference(unitCase, 12)).toBeLessThanOrEqual(0.5 + 2 ** -6);
    },
  );

  test('loses nothing but what strips have too many rows', () => {
    for (const [columns, busy] of [
      [1, 1],
      [4, 1],
      [5, 16 / 20],
      [8, 1],
      [16, 1],
    ] as const) {
      const { macs, multipliers, intervalCycles } = bound({ columns }).contract();
      expect(multipliers).toBe(3 * columns);
      expect(macs / multipliers / intervalCycles).toBeCloseTo(busy, 12);
    }
  });

  test('is unrolled over rows of the result', () => {
    const choices = bindUnit('row_stationary_conv2d', [image], layer).foldings();
    expect(choices.map(({ parameters }) => parameters['array'])).toEqual(
      [1, 2, 3, 4, 6, 8, 16].map((columns) => ({ columns })),
    );
    expect(choices.map(({ multipliers }) => multipliers)).toEqual([3, 6, 9, 12, 18, 24, 48]);
    expect(choices.at(-1)?.intervalCycles).toBe(16 * 16 * 24);
  });

  test('says what does not fit', () => {
    expect(problemsOf(() => bound({ columns: 17 }))).toEqual([
      'E_PARAMETER at design.row_stationary_conv2d0.array.columns: gives 17, there are only 16 rows of the result; set row_stationary_conv2d0.array.columns between 1 and 16',
    ]);
    expect(problemsOf(() => bound({ pe: 2 }))[0]).toContain('has no parameter pe');
    const weights = randomTensor([16, 3, 3, 7], int(8), 3, 0.01);
    expect(problemsOf(() => bound({ columns: 1 }, { weights }))[0]).toContain(
      'gives shape [16, 3, 3, 7], needs [outputs, height, width, 8]',
    );
  });
});
