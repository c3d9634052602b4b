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
import { tanhInt16 } from '../../support/tflite-int16.js';
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

  test('refuses int17', () => {
    expect(() => bindUnit('tanh', [stream([1], { format: int(17) })], {})).toThrow(
      'gives int17, tanh is defined for at most 8 bits, or int of at most 16',
    );
  });
});

describe('tanh of int16', () => {
  test.each([2 ** -12, 2 ** -11, 2 ** -13, 0.000241, 0.0005, 0.00002, 1e-9, 0.3, 2.66, 2 ** -44])(
    'equals the definition for every code: scale %d',
    (scale) => {
      const input = everyCodeStream({ format: int(16), scale });
      const codes = everyCode(input);
      const unit = bindUnit('tanh', [input], {});
      expect(unit.spec.output).toMatchObject({
        ...{ format: int(16), scale: 2 ** -15, zeroPoint: 0 },
      });
      expect(unit.golden([codes])).toEqual(codes.map(tanhInt16(scale)));
    },
  );

  test('is within a few steps of the real function', () => {
    for (const scale of [2 ** -12, 0.000241, 0.0005]) {
      const input = everyCodeStream({ format: int(16), scale });
      const unit = bindUnit('tanh', [input], {});
      expect(largestError(unit, [everyCode(input)])).toBeLessThanOrEqual(4.2);
    }
  });

  test.each([
    [
      { scale: 2.7 },
      'E_PARAMETER at m.unit.in: gives scale 2.7, tanh of int16 needs one from 2^-44 to 2.66',
    ],
    [{ scale: 1e-14 }, 'gives scale 1e-14, tanh of int16 needs one from 2^-44 to 2.66'],
    [{ zeroPoint: 1 }, 'gives zero point 1, tanh of int16 needs 0'],
  ])('refuses %o', (options, message) => {
    const input = stream([1], { format: int(16), scale: 0.001, ...options });
    expect(() => bindUnit('tanh', [input], {})).toThrow(message);
  });
});
