import { describe, expect, test } from 'vitest';
import { isWires } from '../../../generator/stream/hardware.js';
import { cornerTensors } from '../../../sim/stimulus.js';
import { stream } from '../../support/streams.js';
import { bindCase, bindUnit, realOf, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

const turned = (shape: readonly number[], permutation: readonly number[], lanes = 1) =>
  bindUnit('transpose', [stream(shape, { lanes })], { permutation });

const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('transpose', () => {
  test('is numpy.transpose', () => {
    expect(runUnit(turned([2, 3], [1, 0]), upTo(6))).toEqual([0, 3, 1, 4, 2, 5]);
    // numpy.arange(12).reshape(2, 3, 2).transpose(2, 0, 1)
    const unit = turned([2, 3, 2], [2, 0, 1]);
    expect(unit.spec.output.shape).toEqual([2, 2, 3]);
    expect(runUnit(unit, upTo(12))).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]);
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

  test('is wires where only axes of size 1 move', () => {
    const unit = turned([1, 3, 1, 4], [1, 0, 3, 2], 3);
    expect(isWires(unit.elaborate({ module: 'm', dslName: 'd' }))).toBe(true);
    expect(unit.spec.output).toEqual(stream([3, 1, 4, 1], { lanes: 3 }));
    expect(unit.contract().memoryBits).toBe(0);
  });

  test('stores two blocks of what moves, at lanes that stay together', () => {
    expect(turned([4, 5, 6], [1, 0, 2], 8).contract().memoryBits).toBe(2 * 4 * 5 * 6 * 8);
    expect(turned([4, 5, 6], [1, 0, 2], 8).spec.output.lanes).toBe(6);
    expect(turned([4, 5, 6], [0, 2, 1], 8).contract().memoryBits).toBe(2 * 5 * 6 * 8);
    expect(turned([4, 5, 6], [0, 2, 1], 8).spec.output.lanes).toBe(1);
  });

  test.each([
    [
      [2, 3],
      [0, 0],
    ],
    [[2, 3], [0]],
    [
      [2, 3],
      [1, 2],
    ],
  ])('wants a permutation: %j turned by %j', (shape, permutation) => {
    expect(() => turned(shape, permutation)).toThrow(
      `E_PARAMETER at design.transpose0.permutation: gives [${permutation.join(', ')}], needs each of the axes 0 to 1 of the input [2, 3] once`,
    );
  });

  test('refuses blocks of more than 2^20 elements', () => {
    expect(() => turned([1025, 1024], [1, 0])).toThrow(
      'E_SHAPE at design.transpose0.in: [1025, 1024] turned by [1, 0] stores blocks of 1049600 elements, at most 1048576 are supported',
    );
    expect(turned([2000, 4, 512], [0, 2, 1]).spec.output.shape).toEqual([2000, 512, 4]);
  });
});
