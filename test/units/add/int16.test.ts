import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { stream } from '../../support/streams.js';
import { addInt16, int16Pairs, powerOfTwoSum, subInt16 } from '../../support/tflite-int16.js';
import { bindUnit, largestError } from '../../support/unit-golden.js';

/** Sums of int16: what `add` and `subtract` have in common. */

const pairs = int16Pairs(20000);
const [p, q] = pairs;
const wide = (scale: number) => stream([pairs[0].length], { format: int(16), scale });
const kinds = [
  ['add', addInt16, 1],
  ['subtract', subInt16, -1],
] as const;

describe.each(kinds)('%s of int16', (kind, definition, sign) => {
  test.each([
    [0.000471, 0.000193, 0.000517],
    [0.5, 0.5, 1],
    [0.0003, 0.9, 0.91],
    [1.25, 0.0001, 2.6],
    [1, 1e-6, 1],
  ])('equals the definition: %d and %d to %d', (a, b, y) => {
    for (const rounding of ['double', 'single'] as const) {
      const of = definition(a, b, y, rounding);
      const output = { format: int(16), scale: y };
      const unit = bindUnit(kind, [wide(a), wide(b)], { rounding, output });
      expect(unit.golden(pairs)).toEqual(p.map((code, i) => of(code, q[i] as number)));
      expect(largestError(unit, pairs)).toBeLessThanOrEqual(0.5 + 2 ** -8);
    }
  });

  test.each([
    [2 ** -12, 2 ** -15, [0, 3]],
    [2 ** -15, 2 ** -12, [3, 0]],
    [0.5, 0.5, [0, 0]],
    [1, 2 ** -15, [0, 15]],
  ] as const)('of powers of two shifts one operand: %d and %d', (a, b, shifts) => {
    const of = powerOfTwoSum(shifts, sign);
    const output = { format: int(16), scale: Math.max(a, b) };
    const unit = bindUnit(kind, [wide(a), wide(b)], { powersOfTwo: true, output });
    expect(unit.golden(pairs)).toEqual(p.map((code, i) => of(code, q[i] as number)));
  });

  test('of powers of two is not that of any scale: ties', () => {
    const streams = [stream([1], { format: int(16), scale: 1 }), wide(0.5)] as const;
    const inputs = [streams[0], { ...streams[1], shape: [1] }];
    const output = { format: int(16), scale: 1 };
    const codes = [Int32Array.of(5), Int32Array.of(-1)];
    const shifted = bindUnit(kind, inputs, { powersOfTwo: true, output }).golden(codes);
    const rescaled = bindUnit(kind, inputs, { output }).golden(codes);
    expect([...(shifted as Int32Array), ...(rescaled as Int32Array)]).toEqual(
      sign === 1 ? [4, 5] : [6, 6],
    );
  });

  test('a constant equals a stream of its codes', () => {
    const output = { format: int(16), scale: 0.0006 };
    const constant = tensor.fromCodes([-32768, 5, 32767], [3], int(16), { scale: 0.0002 });
    const x = Int32Array.of(-32768, -1, 0, 5, 100, 32767);
    const c = Int32Array.of(-32768, 5, 32767, -32768, 5, 32767);
    const of = (scale: number) => stream([2, 3], { format: int(16), scale });
    const whole = bindUnit(kind, [of(0.0004), of(0.0002)], { output }).golden([x, c]);
    expect(bindUnit(kind, [of(0.0004)], { constant, output }).golden([x])).toEqual(whole);
  });

  test('has no table of all codes', () => {
    const output = { format: int(16), scale: 0.0006 };
    const unit = bindUnit(kind, [wide(0.0004), wide(0.0002)], { output });
    expect(unit.contract().memoryBits).toBe(0);
  });
});

describe('what is refused of sums of powers of two', () => {
  const x = stream([2], { format: int(16), scale: 0.5 });
  const output = { format: int(16), scale: 0.5 };

  test.each([
    [
      'int8',
      [x, stream([2], { scale: 0.5 })],
      output,
      'gives int8, powersOfTwo is defined for int16',
    ],
    [
      'another scale',
      [x, { ...x, scale: 0.3 }],
      output,
      'gives scale 0.3, powersOfTwo needs a power',
    ],
    [
      'a zero point',
      [{ ...x, zeroPoint: 3 }, x],
      output,
      'gives zero point 3, powersOfTwo needs 0',
    ],
    [
      'an output of a larger scale',
      [x, x],
      { ...output, scale: 1 },
      'E_PARAMETER at m.unit.output.scale: shifts the operands by 1 and 1 bits, powersOfTwo needs 0 for one and 0 to 15 for the other; give the output the larger scale',
    ],
  ])('%s', (_, inputs, given, message) => {
    expect(() => bindUnit('add', inputs, { powersOfTwo: true, output: given })).toThrow(message);
  });
});
