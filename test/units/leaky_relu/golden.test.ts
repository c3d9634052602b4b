import { describe, expect, test } from 'vitest';
import {
  clamp,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';
import { bindUnit, everyCode, everyCodeStream, largestError } from '../../support/unit-golden.js';

const f = Math.fround;

const definition = (alpha: number, scale: number, zeroPoint: number, y: number, z: number) => {
  const below = f(f(f(scale) * f(alpha)) / f(y));
  const identity = quantizeMultiplier(f(f(scale) / f(y)));
  const slope = quantizeMultiplier(Math.abs(below));
  const signed = below < 0 ? { ...slope, m: -slope.m } : slope;
  return (code: number): number => {
    const x = BigInt(code - zeroPoint);
    const raw = multiplyByQuantizedMultiplier(x, x >= 0n ? identity : signed);
    return clamp(raw + BigInt(z), -128, 127);
  };
};

describe('leaky_relu', () => {
  test.each([
    [0.01, 0.05, -9, 0.04, -60],
    [0.2, 0.1, 0, 0.1, 0],
    [1.5, 0.013, 100, 0.04, 7],
    [-0.7, 0.05, 40, 0.031, 0],
    [0, 0.05, 40, 0.05, -128],
  ])('equals the definition: alpha %f, scale %f, zero point %i -> %f, %i', (...setting) => {
    const [alpha, scale, zeroPoint, y, z] = setting;
    const input = everyCodeStream({ scale, zeroPoint });
    const codes = everyCode(input);
    const unit = bindUnit('leaky_relu', [input], { alpha, output: { scale: y, zeroPoint: z } });
    expect(unit.golden([codes])).toEqual(codes.map(definition(...setting)));
    expect(largestError(unit, [codes])).toBeLessThanOrEqual(0.75 + 2 ** -8);
  });

  test('quotients are taken in float32, not in double: 8388608 times the code tells', () => {
    const [scale, y] = [f(0.1), f(0.3 * 2 ** -23)];
    const input = everyCodeStream({ scale });
    const output = { format: { kind: 'int', bits: 32 }, scale: y };
    const unit = bindUnit('leaky_relu', [input], { output });
    const [code = 0] = unit.golden([Int32Array.of(100)]) as Int32Array;
    const exact = (factor: number): bigint =>
      multiplyByQuantizedMultiplier(100n, quantizeMultiplier(factor));
    expect(BigInt(code)).toBe(exact(f(scale / y)));
    expect(BigInt(code)).not.toBe(exact(scale / y));
  });
});
