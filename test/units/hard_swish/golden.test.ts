import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import { clamp, divideByPowerOfTwo, quantizeMultiplier } from '../../support/tflite-arithmetic.js';
import { bindUnit, everyCode, everyCodeStream, largestError } from '../../support/unit-golden.js';

const f = Math.fround;

/** `reference_ops::HardSwish` step by step; int16 throughout. */
const definition = (scale: number, zeroPoint: number, y: number, z: number) => {
  const hires = f(f(1 / 128) * f(scale));
  const down = (real: number) => {
    const { m, shift } = quantizeMultiplier(real);
    const limit = 2n ** 31n - 1n - 2n ** 15n;
    return { m: m >= limit ? 32767n : (m + 2n ** 15n) >> 16n, shift };
  };
  const output = down(f(hires / f(y)));
  const reluish = down(f(hires / f(f(3) / f(32768))));
  const saturate = (v: bigint): bigint => (v > 32767n ? 32767n : v < -32768n ? -32768n : v);
  const rounded = (p: bigint, q: bigint): bigint => {
    const product = p * q;
    return (product + (product >= 0n ? 2n ** 14n : 1n - 2n ** 14n)) / 2n ** 15n;
  };
  return (code: number): number => {
    const high = BigInt(code - zeroPoint) * 128n;
    let r = high;
    if (reluish.shift > 0) r = saturate(r << BigInt(reluish.shift - 1));
    r = rounded(r, reluish.m);
    if (reluish.shift > 0) r = saturate(r << 1n);
    if (reluish.shift < 0) r = divideByPowerOfTwo(r, -reluish.shift);
    r = (r + 2n ** 15n) >> 1n;
    const preshift = (r * rounded(high, output.m)) / 2n ** 15n;
    return clamp(divideByPowerOfTwo(preshift, -output.shift) + BigInt(z), -128, 127);
  };
};

describe('hard_swish', () => {
  test.each([
    [0.05, -9, 0.04, -60],
    [0.02, 0, 0.02, 0],
    [0.0471, 127, 0.021, -128],
    [0.4, -128, 0.5, -128],
    [1.3, 10, 1.1, -100],
    [0.001, 3, 0.01, 5],
  ])('equals the definition: scale %f, zero point %i -> %f, %i', (...setting) => {
    const [scale, zeroPoint, y, z] = setting;
    const input = everyCodeStream({ scale, zeroPoint });
    const codes = everyCode(input);
    const unit = bindUnit('hard_swish', [input], { output: { scale: y, zeroPoint: z } });
    expect(unit.golden([codes])).toEqual(codes.map(definition(...setting)));
    expect(largestError(unit, [codes])).toBeLessThanOrEqual(1);
  });

  test.each([
    [
      stream([1], { format: int(16) }),
      { scale: 0.1 },
      'gives int16, hard_swish is defined for at most 8 bits (TFLite has no kernel for more)',
    ],
    [
      stream([1], { scale: 1 }),
      { scale: 0.001 },
      'E_PARAMETER at m.unit.output.scale: the input scale over the output scale needs to be between 2^-9 and 2^7',
    ],
    [stream([1], { scale: 1 }), { format: int(9), scale: 1 }, 'gives int9, needs at most 8 bits'],
  ])('refuses what the definition does not have', (input, output, message) => {
    expect(() => bindUnit('hard_swish', [input], { output })).toThrow(message);
  });
});
