import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { subtractFactors } from '../../../generator/units/subtract/spec.js';
import { stream } from '../../support/streams.js';
import {
  clamp,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';
import { bindUnit, everyPair, largestError } from '../../support/unit-golden.js';

const pairs = [256, 256];
const f = Math.fround;
const a = { scale: f(0.0471), zeroPoint: -3 };
const b = { scale: f(0.0193), zeroPoint: 12 };
const y = { scale: f(0.0517), zeroPoint: -7 };

/** Each quotient in float32: float32 operands in a division of doubles, rounded once. */
const definition = (p: number, q: number): number => {
  const twice = f(2 * a.scale);
  const scaled = (code: number, { scale, zeroPoint }: typeof a): bigint =>
    multiplyByQuantizedMultiplier(
      BigInt(code - zeroPoint) << 20n,
      quantizeMultiplier(f(scale / twice)),
    );
  const output = quantizeMultiplier(f(twice / f(2 ** 20 * y.scale)));
  const raw = multiplyByQuantizedMultiplier(scaled(p, a) - scaled(q, b), output);
  return clamp(raw + BigInt(y.zeroPoint), -128, 127);
};

describe('subtract', () => {
  test('equals the definition for every pair of codes', () => {
    const unit = bindUnit('subtract', [stream(pairs, a), stream(pairs, b)], { output: y });
    const [p, q] = everyPair;
    expect(unit.golden(everyPair)).toEqual(p.map((code, i) => definition(code, q[i] as number)));
    expect(largestError(unit, everyPair)).toBeLessThanOrEqual(0.5 + 2 ** -8);
  });

  test('quotients are taken in float32, not in double', () => {
    const { operands, output } = subtractFactors(a.scale, b.scale, y.scale, 20);
    expect(operands[1]).not.toBe(b.scale / (2 * a.scale));
    expect([...operands, output]).toEqual([...operands, output].map(f));
  });

  test.each([false, true])('a constant equals a stream of its codes, reversed: %s', (reversed) => {
    const constant = tensor.of([100, -20, 7], int(8), b);
    const x = Int32Array.of(-128, -1, 0, 5, 100, 127);
    const c = Int32Array.of(100, -20, 7, 100, -20, 7);
    const [first, second] = reversed ? [b, a] : [a, b];
    const streams = [stream([2, 3], first), stream([2, 3], second)];
    const whole = bindUnit('subtract', streams, { output: y });
    const unit = bindUnit('subtract', [stream([2, 3], a)], { constant, reversed, output: y });
    expect(unit.golden([x])).toEqual(whole.golden(reversed ? [c, x] : [x, c]));
    expect(largestError(unit, [x])).toBeLessThanOrEqual(0.5 + 2 ** -8);
  });
});
