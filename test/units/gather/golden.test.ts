import { describe, expect, it } from 'vitest';
import { int, powerOfTwo, uint } from '../../../generator/dsl/formats.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { problemsOf } from '../../support/golden.js';
import { stream } from '../../support/streams.js';
import { bindCase, bindUnit, realOf, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

const indexStream = (shape: readonly number[], more: Parameters<typeof stream>[1] = {}) =>
  stream(shape, { format: uint(3), scale: 1, ...more });

describe('gather', () => {
  it('gives the rows that indices name, in their order, as often as they come', () => {
    const unit = bindUnit('gather', [stream([4, 3]), indexStream([5])], {});
    const rows = Array.from({ length: 12 }, (_, i) => i);
    expect(unit.spec.output.shape).toEqual([5, 3]);
    expect(runUnit(unit, rows, [2, 0, 0, 3, 1])).toEqual([
      ...[6, 7, 8],
      ...[0, 1, 2],
      ...[0, 1, 2],
      ...[9, 10, 11],
      ...[3, 4, 5],
    ]);
  });

  it('gives the nearest row for an index outside', () => {
    const unit = bindUnit('gather', [stream([3]), indexStream([4], { format: int(4) })], {});
    expect(runUnit(unit, [5, 6, 7], [-8, -1, 3, 7])).toEqual([5, 5, 7, 7]);
  });

  it('puts all axes of the indices in the place of the first', () => {
    const unit = bindUnit('gather', [stream([4, 2, 3]), indexStream([2, 5])], {});
    expect(unit.spec.output.shape).toEqual([2, 5, 2, 3]);
  });

  it('moves codes of any format, also wide ones', () => {
    const data = stream([2, 1], { format: int(60) });
    const unit = bindUnit('gather', [data, indexStream([2])], {});
    const codes = BigInt64Array.of(2n ** 58n, -(2n ** 57n));
    expect(unit.golden([codes, Int32Array.of(1, 0)])).toEqual(
      BigInt64Array.of(-(2n ** 57n), 2n ** 58n),
    );
    const powers = stream([2, 1], { format: powerOfTwo(4) });
    expect(runUnit(bindUnit('gather', [powers, indexStream([1])], {}), [3, 9], [1])).toEqual([9]);
  });

  it.each(cases.map((unitCase) => [unitCase.title, unitCase] as const))(
    'gives what the reference gives of real values: %s',
    (_, unitCase) => {
      const unit = bindCase(unitCase);
      const { inputs } = unitCase;
      const named = inputs.map((each, i) => ({ name: `x${i}`, stream: each }));
      const stimulus = stimulusFor(named, 8, 3);
      for (let tensor = 0; tensor < 8; tensor++) {
        const codes = named.map(({ name }) => stimulus.get(name)?.[tensor] ?? new Int32Array());
        const real = codes.map((each, i) => realOf(inputs[i] ?? unit.spec.output, each));
        expect(realOf(unit.spec.output, unit.golden(codes))).toEqual(unit.reference(real));
      }
    },
  );
});

describe('a gather that cannot be', () => {
  const problems = (...inputs: Parameters<typeof bindUnit>[1]) =>
    problemsOf(() => bindUnit('gather', inputs, {}));

  it('says what is wrong with its indices', () => {
    expect(problems(stream([4]), indexStream([2], { zeroPoint: 1 }))).toEqual([
      'E_PARAMETER at design.gather0.in1: gives zero point 1: codes are the numbers of rows, the zero point must be 0',
    ]);
    expect(problems(stream([4]), indexStream([2], { format: uint(32) }))).toEqual([
      'E_FORMAT at design.gather0.in1: gives uint32, needs int of at most 32 or uint of at most 31 bits',
    ]);
  });

  it('says what it does not store', () => {
    expect(problems(stream([1025, 1024]), indexStream([2]))).toEqual([
      'E_SHAPE at design.gather0.in0: [1025, 1024] has 1049600 elements, at most 1048576 are stored',
    ]);
  });
});
