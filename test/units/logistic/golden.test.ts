import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import {
  clamp,
  divideByPowerOfTwo,
  logistic,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';
import { logisticInt16 } from '../../support/tflite-int16.js';
import { bindUnit, everyCode, everyCodeStream, largestError } from '../../support/unit-golden.js';

const definition = (scale: number, zeroPoint: number) => {
  const factor = quantizeMultiplier(scale * 2 ** 27);
  const radius = Math.floor((15 * 2 ** 27) / 2 ** factor.shift);
  return (code: number): number => {
    const x = code - zeroPoint;
    if (x <= -radius) return -128;
    if (x >= radius) return 127;
    const q0 = logistic(multiplyByQuantizedMultiplier(BigInt(x), factor));
    return clamp(divideByPowerOfTwo(q0, 23) - 128n, -128, 127);
  };
};

describe('logistic', () => {
  test.each([
    [1 / 16, 0],
    [0.05, -9],
    [0.0173, 100],
    [0.11, -128],
    [0.3, 127],
    [1.7, 3],
    [8, 5],
    [17.09, 86],
    [2 ** -27, 0],
  ])('equals the definition for every code: scale %f, zero point %i', (scale, zeroPoint) => {
    const input = everyCodeStream({ scale, zeroPoint });
    const codes = everyCode(input);
    const of = definition(scale, zeroPoint);
    expect(bindUnit('logistic', [input], {}).golden([codes])).toEqual(codes.map(of));
  });

  // Floating point, rounded to nearest, gives another code in each of these; see arithmetic.md, 8.
  test.each([
    [0.038229502737522125, 33, 72],
    [0.038229502737522125, -33, -72],
    [0.027284402400255203, 84, 105],
    [0.05556412413716316, 63, 121],
    [0.032869551330804825, -93, -116],
  ])('is fixed point: scale %f, code %i gives %i', (scale, code, expected) => {
    const unit = bindUnit('logistic', [stream([1], { scale })], {});
    expect(unit.golden([Int32Array.of(code)])).toEqual(Int32Array.of(expected));
    expect(definition(scale, 0)(code)).toBe(expected);
    expect(Math.round(256 / (1 + Math.exp(-scale * code)) - 128)).not.toBe(expected);
  });

  test('a scale of 8 and more leaves no argument inside the range: zero gives the least code', () => {
    const unit = bindUnit('logistic', [stream([3], { scale: 8 })], {});
    expect(unit.golden([Int32Array.of(-1, 0, 1)])).toEqual(Int32Array.of(-128, -128, 127));
  });

  test('is within a step of 1 / (1 + exp(-x)), half a step below 0.996', () => {
    for (const scale of [0.01, 0.05, 0.2, 1]) {
      const input = everyCodeStream({ scale, zeroPoint: 4 });
      const unit = bindUnit('logistic', [input], {});
      expect(largestError(unit, [everyCode(input)])).toBeLessThanOrEqual(0.5 + 2 ** -16);
    }
  });

  test('the output is int8 at scale 1/256, zero point -128', () => {
    const { output } = bindUnit('logistic', [stream([2, 3], { lanes: 3 })], {}).spec;
    expect(output).toMatchObject({ shape: [2, 3], lanes: 3, scale: 1 / 256, zeroPoint: -128 });
  });

  test.each([
    [
      stream([1], { format: int(17) }),
      'E_FORMAT at m.unit.in: gives int17, logistic is defined for at most 8 bits, or int of at most 16; requantize it first',
    ],
    [
      stream([1], { scale: 1e-9 }),
      'E_PARAMETER at m.unit.in: gives scale 1e-9, logistic needs at least 2^-28',
    ],
    [stream([1], { zeroPoint: 128 }), 'gives zero point 128, which is no code of int8'],
  ])('refuses what it cannot do', (input, message) => {
    expect(() => bindUnit('logistic', [input], {})).toThrow(message);
  });
});

describe('logistic of int16', () => {
  test.each([2 ** -12, 2 ** -11, 2 ** -13, 0.000241, 0.0005, 0.00002, 1e-9, 0.3, 2.66, 2 ** -44])(
    'equals the definition for every code: scale %d',
    (scale) => {
      const input = everyCodeStream({ format: int(16), scale });
      const codes = everyCode(input);
      const unit = bindUnit('logistic', [input], {});
      expect(unit.spec.output).toMatchObject({
        ...{ format: int(16), scale: 2 ** -15, zeroPoint: 0 },
      });
      expect(unit.golden([codes])).toEqual(codes.map(logisticInt16(scale)));
    },
  );

  test('is within a few steps of the real function', () => {
    for (const scale of [2 ** -12, 0.000241, 0.0005]) {
      const input = everyCodeStream({ format: int(16), scale });
      const unit = bindUnit('logistic', [input], {});
      expect(largestError(unit, [everyCode(input)])).toBeLessThanOrEqual(2.1);
    }
  });

  test.each([
    [
      { scale: 2.7 },
      'E_PARAMETER at m.unit.in: gives scale 2.7, logistic of int16 needs one from 2^-44 to 2.66',
    ],
    [{ scale: 1e-14 }, 'gives scale 1e-14, logistic of int16 needs one from 2^-44 to 2.66'],
    [{ zeroPoint: 1 }, 'gives zero point 1, logistic of int16 needs 0'],
  ])('refuses %o', (options, message) => {
    const input = stream([1], { format: int(16), scale: 0.001, ...options });
    expect(() => bindUnit('logistic', [input], {})).toThrow(message);
  });
});
