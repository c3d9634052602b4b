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
import { int16Pairs } from '../../support/tflite-int16.js';
import { bindUnit, everyPair, largestError } from '../../support/unit-golden.js';

interface Quantization {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** `SquaredDifference` of lite/micro/kernels/squared_difference.cc, in whole numbers of any size. */
const definition = (
  [a, b, y]: readonly [Quantization, Quantization, Quantization],
  { left = 7n, range = [-128, 127] as const, rescale = multiplyByQuantizedMultiplier } = {},
) => {
  const twice = 2 * Math.max(a.scale, b.scale);
  const [ma, mb] = [quantizeMultiplier(a.scale / twice), quantizeMultiplier(b.scale / twice)];
  const my = quantizeMultiplier((twice * twice) / (2 ** (2 * Number(left)) * y.scale));
  return (p: number, q: number): number => {
    const difference =
      rescale(BigInt(p - a.zeroPoint) << left, ma) - rescale(BigInt(q - b.zeroPoint) << left, mb);
    const square = difference * difference;
    if (square >= 2n ** 31n) throw new Error('a square that no int32 holds');
    // The left shift is one of an int32.
    const up = BigInt(Math.max(my.shift, 0));
    const shifted = BigInt.asIntN(32, square << up);
    const scaled = rescale(shifted, { m: my.m, shift: Math.min(my.shift, 0) });
    return clamp(scaled + BigInt(y.zeroPoint), ...range);
  };
};

const settings: readonly (readonly [Quantization, Quantization, Quantization])[] = [
  [
    { scale: 0.0471, zeroPoint: -3 },
    { scale: 0.0193, zeroPoint: 12 },
    { scale: 0.217, zeroPoint: -128 },
  ],
  [
    { scale: 0.01, zeroPoint: -128 },
    { scale: 0.5, zeroPoint: 127 },
    { scale: 60, zeroPoint: 5 },
  ],
  [
    { scale: 1, zeroPoint: 0 },
    { scale: 1, zeroPoint: 0 },
    { scale: 0.0001, zeroPoint: -128 },
  ],
];

const pairs = [256, 256];

describe('squared_difference', () => {
  test.each(settings)('equals the definition for every pair of codes: %#', (a, b, y) => {
    const unit = bindUnit('squared_difference', [stream(pairs, a), stream(pairs, b)], {
      output: y,
    });
    const [p, q] = everyPair;
    const expected = definition([a, b, y]);
    expect(unit.golden(everyPair)).toEqual(p.map((code, i) => expected(code, q[i] as number)));
  });

  test('with one rounding', () => {
    const [a, b, y] = settings[0] as (typeof settings)[0];
    const parameters = { output: y, rounding: 'single' };
    const unit = bindUnit('squared_difference', [stream(pairs, a), stream(pairs, b)], parameters);
    const [p, q] = everyPair;
    const expected = definition([a, b, y], { rescale: multiplyOnce });
    expect(unit.golden(everyPair)).toEqual(p.map((code, i) => expected(code, q[i] as number)));
  });

  test('of int16 equals the definition, whose squares fill an int32', () => {
    const format = int(16);
    const a = { scale: 0.0004, zeroPoint: 0 };
    const b = { scale: 0.00039, zeroPoint: 0 };
    const y = { scale: 0.02, zeroPoint: 0 };
    const codes = int16Pairs(2000);
    const streams = [stream([2000], { ...a, format }), stream([2000], { ...b, format })];
    const unit = bindUnit('squared_difference', streams, { output: { ...y, format } });
    const expected = definition([a, b, y], { left: 0n, range: [-32768, 32767] as never });
    const [p, q] = codes;
    expect(unit.golden(codes)).toEqual(p.map((code, i) => expected(code, q[i] as number)));
  });

  test('is the real square but for its rounding', () => {
    const [a, b, y] = settings[0] as (typeof settings)[0];
    const streams = [stream(pairs, a), stream(pairs, b)];
    const unit = bindUnit('squared_difference', streams, { output: y });
    // Half a step of rounding, and the difference's own: 2^-7 of the larger step, twice.
    expect(largestError(unit, everyPair)).toBeLessThan(0.55);
  });

  test('a constant equals a stream of its codes, on either side', () => {
    const [a, b, output] = settings[0] as (typeof settings)[0];
    const constant = tensor.of([100, -20, 7], int(8), b);
    const x = Int32Array.of(-128, -1, 0, 5, 100, 127);
    const c = Int32Array.of(100, -20, 7, 100, -20, 7);
    const unit = bindUnit('squared_difference', [stream([2, 3], a)], { constant, output });
    const first = [stream([2, 3], a), stream([2, 3], b)];
    const second = [stream([2, 3], b), stream([2, 3], a)];
    const expected = bindUnit('squared_difference', first, { output }).golden([x, c]);
    expect(unit.golden([x])).toEqual(expected);
    expect(bindUnit('squared_difference', second, { output }).golden([c, x])).toEqual(expected);
  });

  test('rows and a constant of their channels: the smaller stream is broadcast', () => {
    const [a, b, output] = settings[0] as (typeof settings)[0];
    const constant = tensor.of([100, -20, 7], int(8), b);
    const unit = bindUnit('squared_difference', [stream([2, 1], a)], { constant, output });
    expect(unit.spec.output.shape).toEqual([2, 3]);
    const whole = bindUnit('squared_difference', [stream([2, 3], a)], { constant, output });
    const golden = whole.golden([Int32Array.of(-5, -5, -5, 90, 90, 90)]);
    expect(unit.golden([Int32Array.of(-5, 90)])).toEqual(golden);
  });
});

describe('mistakes of the user', () => {
  const x = stream([2, 3]);
  const constant = tensor.of([1], int(8), { scale: 1e-170 });
  test.each([
    [[x, stream([3, 2])], { output: { scale: 1 } }, 'E_SHAPE at m.unit: gives shapes'],
    [[x], { output: { scale: 1 } }, 'gives one input stream and no constant, needs two operands'],
    [[x, x], { output: { scale: 1e-30 } }, 'needs a left shift of'],
    [[x, x], { output: { scale: 1e300 } }, undefined],
    [[stream([3], { scale: 1e-170 })], { constant, output: { scale: 1 } }, 'needs numbers above 0'],
    [[x, x], { output: { scale: 1 }, activation: 'relu' }, 'activation'],
  ])('%#', (inputs, parameters, message) => {
    const bind = () => bindUnit('squared_difference', inputs, parameters);
    if (message === undefined) expect(bind).not.toThrow();
    else expect(bind).toThrow(message);
  });
});
