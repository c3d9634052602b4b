import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { stream } from '../../support/streams.js';
import {
  clamp,
  multiplyByQuantizedMultiplier,
  multiplyOnce,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';
import { int16Pairs, mulInt16 } from '../../support/tflite-int16.js';
import { bindUnit, everyPair, largestError } from '../../support/unit-golden.js';

const pairs = [256, 256];
const a = { scale: 0.0471, zeroPoint: -3 };
const b = { scale: 0.0193, zeroPoint: 12 };

describe('multiply', () => {
  test.each([
    ['double', { scale: 0.037, zeroPoint: -7 }, multiplyByQuantizedMultiplier],
    ['single', { scale: 0.037, zeroPoint: -7 }, multiplyOnce],
    ['double', { scale: 0.0004, zeroPoint: 0 }, multiplyByQuantizedMultiplier],
  ] as const)('equals the definition for every pair of codes: %s, %o', (rounding, y, rescale) => {
    const factor = quantizeMultiplier((a.scale * b.scale) / y.scale);
    const unit = bindUnit('multiply', [stream(pairs, a), stream(pairs, b)], {
      rounding,
      output: y,
    });
    const [p, q] = everyPair;
    const of = (i: number): number => {
      const product = BigInt((p[i] as number) + 3) * BigInt((q[i] as number) - 12);
      return clamp(rescale(product, factor) + BigInt(y.zeroPoint), -128, 127);
    };
    expect(unit.golden(everyPair)).toEqual(p.map((_, i) => of(i)));
    expect(largestError(unit, everyPair)).toBeLessThanOrEqual(0.5 + 2 ** -6);
  });

  test('halves are rounded away from zero', () => {
    const inputs = [stream([4], { scale: 0.5 }), stream([4], { scale: 1 })];
    const unit = bindUnit('multiply', inputs, { output: { scale: 1 } });
    const codes = [Int32Array.of(1, 3, -1, -3), Int32Array.of(1, 1, 1, 1)];
    // The first rounding, of the doubled product, has no half here: the second decides.
    expect(unit.golden(codes)).toEqual(Int32Array.of(1, 2, 0, -1));
  });

  test('a constant equals a stream of its codes', () => {
    const output = { scale: 0.06, zeroPoint: 1 };
    const constant = tensor.of([100, -20, 7], int(8), b);
    const x = Int32Array.of(-128, -1, 0, 5, 100, 127);
    const c = Int32Array.of(100, -20, 7, 100, -20, 7);
    const streams = [stream([2, 3], a), stream([2, 3], b)];
    const unit = bindUnit('multiply', [stream([2, 3], a)], { constant, output });
    expect(unit.golden([x])).toEqual(bindUnit('multiply', streams, { output }).golden([x, c]));
    expect(largestError(unit, [x])).toBeLessThanOrEqual(0.5 + 2 ** -8);
  });

  test('a scalar constant needs no multiplier', () => {
    const constant = tensor.of([3], int(8));
    const contract = bindUnit('multiply', [stream([6])], { constant, output: { scale: 1 } });
    expect(contract.contract()).toMatchObject({ multipliers: 0, memoryBits: 256 * 6 });
  });

  test.each([
    [0.000471, 0.000193, 0.000517],
    [0.0001, 0.0001, 0.00033],
    [1, 0.00001, 0.3],
  ])('of int16 equals the definition: %d * %d to %d', (first, second, y) => {
    const codes = int16Pairs(20000);
    const [p, q] = codes;
    const wide = (scale: number) => stream([20000], { format: int(16), scale });
    for (const rounding of ['double', 'single'] as const) {
      const of = mulInt16(first, second, y, rounding);
      const output = { format: int(16), scale: y };
      const unit = bindUnit('multiply', [wide(first), wide(second)], { rounding, output });
      expect(unit.golden(codes)).toEqual(p.map((code, i) => of(code, q[i] as number)));
    }
  });

  test('of int16 takes no zero points', () => {
    const x = stream([3], { format: int(16), zeroPoint: 2 });
    expect(() => bindUnit('multiply', [x, x], { output: { scale: 1 } })).toThrow(
      'E_PARAMETER at m.unit.in0: gives int16 with zero point 2, a factor of more than 8 bits needs 0; quantize it symmetrically',
    );
  });
});
