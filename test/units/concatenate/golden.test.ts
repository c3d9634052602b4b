import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { cornerTensors } from '../../../sim/stimulus.js';
import { stream } from '../../support/streams.js';
import { bindCase, bindUnit, realOf, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

describe('concatenate', () => {
  test('is along channels, columns or rows', () => {
    const run = (axis: number, first: readonly number[], second: readonly number[]): number[] =>
      runUnit(
        bindUnit('concatenate', [stream(first), stream(second)], { axis }),
        [1, 2, 3, 4],
        [5, 6],
      );
    expect(run(2, [2, 1, 2], [2, 1, 1])).toEqual([1, 2, 5, 3, 4, 6]);
    expect(run(1, [1, 2, 2], [1, 1, 2])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(run(0, [2, 2], [1, 2])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('takes the inputs in their order, and one of them twice', () => {
    const unit = bindUnit('concatenate', [stream([2, 1]), stream([2, 2]), stream([2, 1])], {
      axis: 1,
    });
    expect(unit.spec.output.shape).toEqual([2, 4]);
    expect(runUnit(unit, [1, 2], [3, 4, 5, 6], [1, 2])).toEqual([1, 3, 4, 1, 2, 5, 6, 2]);
  });

  test.each(cases.map((unitCase) => [unitCase.title, unitCase] as const))(
    'is exact in real numbers: %s',
    (_, unitCase) => {
      const unit = bindCase(unitCase);
      const tensors = unitCase.inputs.map(cornerTensors);
      for (const corner of tensors[0]?.keys() ?? []) {
        const codes = tensors.map((list) => list[corner] ?? Int32Array.of());
        const real = unitCase.inputs.map((input, i) => realOf(input, codes[i] ?? Int32Array.of()));
        expect(unit.reference(real)).toEqual(realOf(unit.spec.output, unit.golden(codes)));
      }
    },
  );

  test('takes as many lanes as end with every block, at most those of the narrowest input', () => {
    const lanesOf = (axis: number, ...inputs: readonly (readonly [number[], number])[]): number =>
      bindUnit(
        'concatenate',
        inputs.map(([shape, lanes]) => stream(shape, { lanes })),
        { axis },
      ).spec.output.lanes;
    expect(lanesOf(1, [[3, 8], 8], [[3, 12], 8])).toBe(4);
    expect(lanesOf(1, [[3, 8], 8], [[3, 12], 2])).toBe(2);
    expect(lanesOf(0, [[8], 8], [[5], 5])).toBe(4);
    expect(lanesOf(0, [[5], 5], [[8], 8])).toBe(5);
  });

  test.each([
    [
      [stream([2, 3]), stream([3, 3])],
      { axis: 1 },
      'E_SHAPE at design.concatenate0.in1: gives shape [3, 3], the first input [2, 3]: all axes but axis 1 must be equal',
    ],
    [
      [stream([2]), stream([2], { zeroPoint: 1 })],
      { axis: 0 },
      'E_PARAMETER at design.concatenate0.in1: gives scale 0.05, zero point 1, the first input scale 0.05, zero point 0: they must be equal; requantize one of them first',
    ],
    [
      [stream([2]), stream([2], { format: int(4) })],
      { axis: 0 },
      'E_FORMAT at design.concatenate0.in1: gives int4, the first input int8; requantize one of them first',
    ],
    [
      [stream([2]), stream([2])],
      { axis: 1 },
      'E_PARAMETER at design.concatenate0.axis: gives 1, the first input [2] has axes 0 to 0; axes are counted from 0, without batch axis',
    ],
    [
      [stream([2]), stream([2])],
      { axis: 0, inputFifo: [1, 2, 3] },
      'E_PARAMETER at design.concatenate0.inputFifo: gives 3 depths for 2 inputs; give one per input, 0 for none',
    ],
    [
      [stream([2])],
      { axis: 0 },
      'E_ARGUMENT at design.concatenate0: gives 1 input streams, concatenate needs 2 to 64',
    ],
  ])('says what is wrong (%#)', (inputs, parameters, message) => {
    expect(() => bindUnit('concatenate', inputs, parameters)).toThrow(message);
  });
});
