import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import {
  clamp,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';
import { bindUnit, everyCode, everyCodeStream, largestError } from '../../support/unit-golden.js';

const f = Math.fround;

const definition = (
  alpha: number,
  scale: number,
  zeroPoint: number,
  y: number,
  z: number,
  bits = 8,
) => {
  const below = f(f(f(scale) * f(alpha)) / f(y));
  const identity = quantizeMultiplier(f(f(scale) / f(y)));
  const slope = quantizeMultiplier(Math.abs(below));
  const signed = below < 0 ? { ...slope, m: -slope.m } : slope;
  return (code: number): number => {
    const x = BigInt(code - zeroPoint);
    const raw = multiplyByQuantizedMultiplier(x, x >= 0n ? identity : signed);
    return clamp(raw + BigInt(z), -(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
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

  test.each([
    [0.01, 0.0005, 0, 0.0004, 0],
    [1.5, 0.00013, 0, 0.0004, 0],
    [-0.7, 0.0005, 300, 0.00031, -7],
    [0, 0.0005, -32768, 0.001, 0],
    [0.125, 1, 0, 0.25, 0],
  ])('of int16 the same: alpha %f, scale %f, zero point %i -> %f, %i', (...setting) => {
    const [alpha, scale, zeroPoint, y, z] = setting;
    const input = everyCodeStream({ format: int(16), scale, zeroPoint });
    const codes = everyCode(input);
    const output = { format: int(16), scale: y, zeroPoint: z };
    const unit = bindUnit('leaky_relu', [input], { alpha, output });
    expect(unit.golden([codes])).toEqual(codes.map(definition(...setting, 16)));
    expect(largestError(unit, [codes])).toBeLessThanOrEqual(0.75 + 2 ** -8);
    expect(unit.contract().memoryBits).toBe(0);
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
