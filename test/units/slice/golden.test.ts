import { describe, expect, test } from 'vitest';
import { isWires } from '../../../generator/stream/hardware.js';
import { cornerTensors } from '../../../sim/stimulus.js';
import { stream } from '../../support/streams.js';
import { bindCase, bindUnit, realOf, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('slice', () => {
  test('is numpy.arange(24).reshape(2, 3, 4)[0:2, 1:3, 1:4:2]', () => {
    const unit = bindUnit('slice', [stream([2, 3, 4])], {
      begin: [0, 1, 1],
      end: [2, 3, 4],
      stride: [1, 1, 2],
    });
    expect(unit.spec.output.shape).toEqual([2, 2, 2]);
    expect(runUnit(unit, upTo(24))).toEqual([5, 7, 9, 11, 17, 19, 21, 23]);
  });

  test('strides may end beyond the end', () => {
    const unit = bindUnit('slice', [stream([7])], { begin: [1], end: [7], stride: [4] });
    expect(runUnit(unit, upTo(7))).toEqual([1, 5]);
    const one = bindUnit('slice', [stream([7])], { begin: [2], end: [5], stride: [100] });
    expect(runUnit(one, upTo(7))).toEqual([2]);
  });

  test.each(cases.map((unitCase) => [unitCase.title, unitCase] as const))(
    'is exact in real numbers: %s',
    (_, unitCase) => {
      const unit = bindCase(unitCase);
      const [input = stream([1])] = unitCase.inputs;
      for (const codes of cornerTensors(input)) {
        expect(unit.reference([realOf(input, codes)])).toEqual(
          realOf(unit.spec.output, unit.golden([codes])),
        );
      }
    },
  );

  test('takes as many lanes as never split a beat, at most those of its input', () => {
    const lanesOf = (
      shape: readonly number[],
      begin: readonly number[],
      end: readonly number[],
      lanes: number,
    ): number => bindUnit('slice', [stream(shape, { lanes })], { begin, end }).spec.output.lanes;
    expect(lanesOf([4, 4, 6], [0, 1, 0], [4, 3, 6], 24)).toBe(6);
    expect(lanesOf([4, 4, 6], [0, 1, 0], [4, 3, 6], 4)).toBe(3);
    expect(lanesOf([4, 4, 6], [0, 0, 2], [4, 4, 4], 24)).toBe(2);
    expect(lanesOf([4, 4, 6], [0, 0, 1], [4, 4, 4], 24)).toBe(1);
    expect(lanesOf([4, 4, 6], [1, 0, 0], [4, 4, 6], 24)).toBe(24);
  });

  test('is wires where all stays', () => {
    const unit = bindUnit('slice', [stream([2, 3], { lanes: 4 })], { begin: [0, 0], end: [2, 3] });
    expect(isWires(unit.elaborate({ module: 'm', dslName: 'd' }))).toBe(true);
    expect(unit.spec.output).toEqual(stream([2, 3], { lanes: 4 }));
  });

  test.each([
    [
      { begin: [0], end: [2, 3] },
      'E_SHAPE at design.slice0.begin: gives 1 numbers, the input [2, 3] has 2 axes; give one number per axis',
    ],
    [
      { begin: [0, 2], end: [2, 4] },
      'E_SHAPE at design.slice0.end: takes 2 to before 4 of axis 1, which has 3; begin < end <= size',
    ],
    [
      { begin: [1, 0], end: [1, 3] },
      'E_SHAPE at design.slice0.end: takes 1 to before 1 of axis 0, which has 2',
    ],
    [{ begin: [0, 0], end: [2, 3], stride: [1, 0] }, 'E_PARAMETER at design.slice0.stride.1'],
  ])('says what is wrong with %j', (parameters, message) => {
    expect(() => bindUnit('slice', [stream([2, 3])], parameters)).toThrow(message);
  });
});
