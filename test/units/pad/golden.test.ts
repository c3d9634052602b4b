import { describe, expect, test } from 'vitest';
import { isWires } from '../../../generator/stream/hardware.js';
import { cornerTensors } from '../../../sim/stimulus.js';
import { stream } from '../../support/streams.js';
import { bindCase, bindUnit, realOf, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

describe('pad', () => {
  test('puts the zero point around an image: numpy.pad([[1, 2, 3], [4, 5, 6]], [[1, 0], [2, 1]])', () => {
    const unit = bindUnit('pad', [stream([2, 3], { zeroPoint: 9 })], {
      before: [1, 2],
      after: [0, 1],
    });
    expect(unit.spec.output.shape).toEqual([3, 6]);
    expect(runUnit(unit, [1, 2, 3, 4, 5, 6])).toEqual(
      [
        [9, 9, 9, 9, 9, 9],
        [9, 9, 1, 2, 3, 9],
        [9, 9, 4, 5, 6, 9],
      ].flat(),
    );
  });

  test('puts another code there when told so', () => {
    const unit = bindUnit('pad', [stream([2])], { before: [1], after: [1], code: -128 });
    expect(runUnit(unit, [5, 6])).toEqual([-128, 5, 6, -128]);
  });

  test.each(cases.map((unitCase) => [unitCase.title, unitCase] as const))(
    'is exact in real numbers: %s',
    (_, unitCase) => {
      const unit = bindCase(unitCase);
      for (const codes of cornerTensors(unitCase.inputs[0] ?? stream([1]))) {
        const [input = stream([1])] = unitCase.inputs;
        expect(unit.reference([realOf(input, codes)])).toEqual(
          realOf(unit.spec.output, unit.golden([codes])),
        );
      }
    },
  );

  test('takes as many lanes as never split a beat, at most those of its input', () => {
    const lanesOf = (shape: readonly number[], before: readonly number[], lanes: number): number =>
      bindUnit('pad', [stream(shape, { lanes })], { before, after: shape.map(() => 0) }).spec.output
        .lanes;
    expect(lanesOf([4, 4, 6], [1, 1, 0], 24)).toBe(6);
    expect(lanesOf([4, 4, 6], [1, 1, 0], 4)).toBe(3);
    expect(lanesOf([4, 4, 6], [1, 2, 0], 24)).toBe(12);
    expect(lanesOf([4, 4, 6], [1, 0, 0], 24)).toBe(24);
    expect(lanesOf([4, 4, 6], [0, 0, 1], 24)).toBe(1);
  });

  test('is wires where there is nothing to pad', () => {
    const unit = bindUnit('pad', [stream([5], { lanes: 2 })], { before: [0], after: [0] });
    expect(isWires(unit.elaborate({ module: 'm', dslName: 'd' }))).toBe(true);
    expect(unit.spec.output).toEqual(stream([5], { lanes: 2 }));
  });

  test.each([
    [
      { before: [1], after: [1, 0] },
      'E_SHAPE at design.pad0.before: gives 1 numbers, the input [2, 3] has 2 axes; give one number per axis, 0 for none',
    ],
    [
      { before: [1, 0], after: [1, 0], code: 128 },
      'E_PARAMETER at design.pad0.code: gives 128, no code of int8 (-128 .. 127)',
    ],
    [
      { before: [2 ** 30, 0], after: [0, 0] },
      'E_SHAPE at design.pad0: gives shape [1073741826, 3], more than 268435456 elements',
    ],
  ])('says what is wrong with %j', (parameters, message) => {
    expect(() => bindUnit('pad', [stream([2, 3])], parameters)).toThrow(message);
  });
});
