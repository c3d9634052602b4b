import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import {
  clamp,
  divideByPowerOfTwo,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
  tanh,
} from '../../support/tflite-arithmetic.js';
import { bindUnit, everyCode, everyCodeStream, largestError } from '../../support/unit-golden.js';

const definition = (scale: number, zeroPoint: number) => {
  const factor = quantizeMultiplier(scale * 2 ** 27);
  const radius = Math.floor((15 * 2 ** 27) / 2 ** factor.shift);
  return (code: number): number => {
    const x = code - zeroPoint;
    if (x <= -radius) return -128;
    if (x >= radius) return 127;
    const q0 = tanh(multiplyByQuantizedMultiplier(BigInt(x), factor));
    return clamp(divideByPowerOfTwo(q0, 24), -128, 127);
  };
};

describe('tanh', () => {
  test.each([
    [1 / 16, 0],
    [0.05, -9],
    [0.0173, 100],
    [0.11, -128],
    [0.3, 127],
    [1.7, 3],
    [8, 5],
    [2 ** -27, 0],
  ])('equals the definition for every code: scale %f, zero point %i', (scale, zeroPoint) => {
    const input = everyCodeStream({ scale, zeroPoint });
    const codes = everyCode(input);
    const of = definition(scale, zeroPoint);
    expect(bindUnit('tanh', [input], {}).golden([codes])).toEqual(codes.map(of));
  });

  // Floating point gives 104 here.
  test.each([42, -42])('is fixed point: code %i', (code) => {
    const scale = 0.027284402400255203;
    const unit = bindUnit('tanh', [stream([1], { scale })], {});
    expect(unit.golden([Int32Array.of(code)])).toEqual(Int32Array.of((code / 42) * 105));
    expect(Math.round(128 * Math.tanh(scale * Math.abs(code)))).toBe(104);
  });

  test('is within half a step of the hyperbolic tangent', () => {
    for (const scale of [0.01, 0.05, 0.2, 1]) {
      const input = everyCodeStream({ scale, zeroPoint: 4 });
      const unit = bindUnit('tanh', [input], {});
      expect(largestError(unit, [everyCode(input)])).toBeLessThanOrEqual(0.5 + 2 ** -16);
    }
  });

  test('refuses int16', () => {
    expect(() => bindUnit('tanh', [stream([1], { format: int(16) })], {})).toThrow(
      'int16 is not supported yet by tanh',
    );
  });
});
