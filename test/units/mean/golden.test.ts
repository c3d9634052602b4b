import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { quantizeMultiplier } from '../../../generator/numeric/multiplier.js';
import { foldCount } from '../../../generator/units/mean/folded-multiplier.js';
import { cornerTensors } from '../../../sim/stimulus.js';
import { stream } from '../../support/streams.js';
import { bindCase, bindUnit, realOf, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

const meanOf = (
  codes: readonly number[],
  scales: readonly [number, number],
  zeroPoints: readonly [number, number] = [0, 0],
): number => {
  const input = stream([codes.length], { scale: scales[0], zeroPoint: zeroPoints[0] });
  const output = { format: int(8), scale: scales[1], zeroPoint: zeroPoints[1] };
  return runUnit(bindUnit('mean', [input], { axes: [0], output }), codes)[0] as number;
};

describe('the multiplier with the count in it', () => {
  test('is truncated, not rounded', () => {
    // 1.1 / 3: 1181116006 * 2 / 3 = 787410670.67
    expect(foldCount(quantizeMultiplier(1.1), 3)).toEqual({ multiplier: 787410670, shift: 0 });
    // The real mean is -93.5; the rounded multiplier 787410671 would give -94.
    expect(meanOf([-85, -85, -85], [1.1, 1])).toBe(-93);
    expect(meanOf([85, 85, 85], [1.1, 1])).toBe(93);
  });

  test('keeps as many bits as the shift allows', () => {
    expect(foldCount({ multiplier: 2 ** 30, shift: 1 }, 49)).toEqual({
      multiplier: Math.floor(2 ** 35 / 49),
      shift: -4,
    });
    // 31 - 29 = 2 places are left of the 5 that 49 asks for.
    expect(foldCount({ multiplier: 2 ** 30, shift: -29 }, 49)).toEqual({
      multiplier: Math.floor(2 ** 32 / 49),
      shift: -31,
    });
    expect(foldCount({ multiplier: 2 ** 30, shift: -31 }, 49)).toEqual({
      multiplier: Math.floor(2 ** 30 / 49),
      shift: -31,
    });
    expect(foldCount({ multiplier: 123, shift: 3 }, 1)).toEqual({ multiplier: 123, shift: 3 });
  });
});

describe('mean', () => {
  test('goes through the multiplier for equal quantizations as well', () => {
    // A division of the codes would give -2 / 3 = 0 (truncated) and -5 / 3 = -1.
    expect(meanOf([0, -1, -1], [1, 1])).toBe(-1);
    expect(meanOf([-1, -2, -2], [1, 1], [-1, -1])).toBe(-2);
  });

  test('is over rows and columns, columns, channels and all', () => {
    const run = (axes: readonly number[]): number[] => {
      const unit = bindUnit('mean', [stream([2, 2, 2], { scale: 1 })], {
        axes,
        output: { scale: 0.5 },
      });
      return runUnit(unit, [1, 2, 3, 4, 5, 6, 7, 8]);
    };
    expect(run([0, 1])).toEqual([8, 10]);
    expect(run([1])).toEqual([4, 6, 12, 14]);
    expect(run([2])).toEqual([3, 7, 11, 15]);
    expect(run([0, 1, 2])).toEqual([9]);
    expect(run([])).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
  });

  test('gives the shape with or without the axes', () => {
    const shapeOf = (shape: readonly number[], axes: readonly number[], keepDims: boolean) =>
      bindUnit('mean', [stream(shape)], { axes, keepDims, output: { scale: 1 } }).spec.output.shape;
    expect(shapeOf([4, 5, 3], [0, 1], true)).toEqual([1, 1, 3]);
    expect(shapeOf([4, 5, 3], [1, 0], false)).toEqual([3]);
    expect(shapeOf([4, 5, 3], [0, 1, 2], false)).toEqual([1]);
    expect(shapeOf([4, 1, 3], [0, 2], false)).toEqual([1]);
  });

  test.each(cases.map((unitCase) => [unitCase.title, unitCase] as const))(
    'is within one code of the real mean: %s',
    (_, unitCase) => {
      const unit = bindCase(unitCase);
      const [input = stream([1])] = unitCase.inputs;
      const { output } = unit.spec;
      const { bits } = output.format;
      for (const codes of cornerTensors(input)) {
        const exact = unit.reference([realOf(input, codes)]);
        const found = realOf(output, unit.golden([codes]));
        for (const [i, value] of exact.entries()) {
          const low = output.scale * (-(2 ** (bits - 1)) - output.zeroPoint);
          const high = output.scale * (2 ** (bits - 1) - 1 - output.zeroPoint);
          const clamped = Math.min(high, Math.max(low, value));
          expect(Math.abs((found[i] as number) - clamped)).toBeLessThanOrEqual(output.scale * 1.01);
        }
      }
    },
  );

  test.each([
    [
      [4, 5, 3],
      { axes: [0, 2] },
      'E_PARAMETER at design.mean0.axes: gives [0, 2], which axis 1 of the input [4, 5, 3] keeps apart; supported are neighbouring axes: rows and columns, the last axis, all; transpose the input first, or take the mean in two steps',
    ],
    [
      [4, 5],
      { axes: [2] },
      'E_PARAMETER at design.mean0.axes: gives axis 2, the input [4, 5] has axes 0 to 1; axes are counted from 0, without batch axis',
    ],
    [
      [4, 6],
      { axes: [0], lanes: 4 },
      'E_PARAMETER at design.mean0.lanes: gives 4, which does not divide the 6 elements inside of the axes; set mean0.lanes to a divisor of 6',
    ],
  ])('says what is wrong: %j with %j', (shape, parameters, message) => {
    expect(() =>
      bindUnit('mean', [stream(shape)], { output: { scale: 1 }, ...parameters }),
    ).toThrow(message);
  });

  test('refuses sums of more than 32 bits', () => {
    const input = stream([2 ** 17], { format: int(16) });
    expect(() => bindUnit('mean', [input], { axes: [0], output: { scale: 1 } })).toThrow(
      'E_SHAPE at design.mean0.in: sums of 131072 codes of int16 need 33 bits, at most 32 are defined',
    );
  });
});
