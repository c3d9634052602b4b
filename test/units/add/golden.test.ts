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
import { bindUnit, everyPair, largestError } from '../../support/unit-golden.js';

const pairs = [256, 256];

interface Quantized {
  readonly scale: number;
  readonly zeroPoint: number;
}

const definition = (a: Quantized, b: Quantized, y: Quantized, single = false) => {
  const rescale = single ? multiplyOnce : multiplyByQuantizedMultiplier;
  const twice = 2 * Math.max(a.scale, b.scale);
  const ma = quantizeMultiplier(a.scale / twice);
  const mb = quantizeMultiplier(b.scale / twice);
  const my = quantizeMultiplier(twice / (2 ** 20 * y.scale));
  return (p: number, q: number): number => {
    const first = rescale(BigInt(p - a.zeroPoint) << 20n, ma);
    const second = rescale(BigInt(q - b.zeroPoint) << 20n, mb);
    return clamp(rescale(first + second, my) + BigInt(y.zeroPoint), -128, 127);
  };
};

const settings: readonly (readonly [Quantized, Quantized, Quantized])[] = [
  [
    { scale: 0.0471, zeroPoint: -3 },
    { scale: 0.0193, zeroPoint: 12 },
    { scale: 0.0517, zeroPoint: -7 },
  ],
  [
    { scale: 0.5, zeroPoint: 0 },
    { scale: 0.5, zeroPoint: 1 },
    { scale: 1, zeroPoint: 0 },
  ],
  [
    { scale: 0.0003, zeroPoint: 127 },
    { scale: 0.9, zeroPoint: -128 },
    { scale: 0.25, zeroPoint: 100 },
  ],
];

describe('add', () => {
  test.each(settings)('equals the definition for every pair of codes: %o + %o -> %o', (a, b, y) => {
    for (const rounding of ['double', 'single'] as const) {
      const of = definition(a, b, y, rounding === 'single');
      const unit = bindUnit('add', [stream(pairs, a), stream(pairs, b)], { rounding, output: y });
      const [p, q] = everyPair;
      expect(unit.golden(everyPair)).toEqual(p.map((code, i) => of(code, q[i] as number)));
    }
  });

  test('halves are rounded away from zero', () => {
    const half = { scale: 0.5 };
    const unit = bindUnit('add', [stream([4], half), stream([4], half)], { output: { scale: 1 } });
    const codes = [Int32Array.of(1, 3, -1, -3), Int32Array.of(0, 0, 0, 0)];
    expect(unit.golden(codes)).toEqual(Int32Array.of(1, 2, -1, -2));
  });

  test('is within a step of the real sum', () => {
    for (const [a, b, y] of settings) {
      const unit = bindUnit('add', [stream(pairs, a), stream(pairs, b)], { output: y });
      expect(largestError(unit, everyPair)).toBeLessThanOrEqual(0.5 + 2 ** -8);
    }
  });

  test('an activation clamps the output codes', () => {
    const [a, b] = [stream(pairs, { scale: 0.1 }), stream(pairs, { scale: 0.2 })];
    const output = { scale: 0.1, zeroPoint: -20 };
    const unit = bindUnit('add', [a, b], { activation: 'relu6', output });
    const codes = unit.golden(everyPair) as Int32Array;
    expect([
      codes.reduce((x, c) => Math.min(x, c)),
      codes.reduce((x, c) => Math.max(x, c)),
    ]).toEqual([-20, 40]);
  });

  test.each([
    ['a scalar', [], [7]],
    ['one per channel', [3], [7, -100, 127]],
    ['one per channel, with leading axes', [1, 1, 1, 3], [7, -100, 127]],
    ['one per row', [2, 1], [7, -128]],
    ['one per element', [2, 3], [1, 2, 3, -4, -5, -6]],
  ])('a constant, %s, equals a stream of its codes', (_, shape, codes) => {
    const a = stream([2, 3], { scale: 0.05, zeroPoint: 3 });
    const b = { scale: 0.03, zeroPoint: -11 };
    const output = { scale: 0.06, zeroPoint: 1 };
    const constant = tensor.fromCodes(codes, shape, int(8), b);
    const [rows, columns] = shape.length > 1 ? shape.slice(-2) : [1, shape[0] ?? 1];
    const broadcast = Int32Array.from(
      { length: 6 },
      (__, i) =>
        codes[
          (Math.floor(i / 3) % (rows as number)) * (columns as number) + (i % (columns as number))
        ] as number,
    );
    const x = Int32Array.of(-128, -1, 0, 5, 100, 127);
    const whole = bindUnit('add', [a, stream([2, 3], b)], { output }).golden([x, broadcast]);
    const unit = bindUnit('add', [a], { constant, output });
    expect(unit.golden([x])).toEqual(whole);
    expect(largestError(unit, [x])).toBeLessThanOrEqual(0.5 + 2 ** -8);
  });

  test('memory counts the buffers', () => {
    const inputs = [stream([6], { lanes: 3 }), stream([6], { lanes: 2 })];
    const bits = (inputFifo: readonly number[]) =>
      bindUnit('add', inputs, { inputFifo, output: { scale: 0.1 } }).contract().memoryBits;
    expect(bits([5, 1]) - bits([0, 0])).toBe(5 * 25 + 2 * 17);
  });
});

describe('mistakes of the user', () => {
  const output = { scale: 0.1 };
  const x = stream([2, 3]);
  const constant = tensor.of([1, 2], int(8));

  test.each([
    [
      'shapes that differ',
      [x, stream([3, 2])],
      { output },
      'E_SHAPE at m.unit: gives shapes [2, 3] and [3, 2], which do not broadcast; give each axis one size, or 1',
    ],
    [
      'shapes that are both broadcast',
      [stream([2, 1]), stream([1, 3])],
      { output },
      'E_SHAPE at m.unit: gives shapes [2, 1] and [1, 3], of which neither is that of the result, [2, 3]; only one stream is broadcast',
    ],
    [
      'a shape that would be replayed at two depths',
      [stream([1, 3, 1, 5]), stream([2, 3, 4, 5])],
      { output },
      'gives shapes [1, 3, 1, 5] and [2, 3, 4, 5], of which one would be replayed at two depths',
    ],
    [
      'a constant that does not broadcast',
      [x],
      { output, constant },
      'E_SHAPE at m.unit.constant: gives shape [2], which does not broadcast to [2, 3]; give one element, one per channel, or the shape of the stream',
    ],
    ['one operand', [x], { output }, 'gives one input stream and no constant, needs two operands'],
    [
      'three operands',
      [x, x],
      { output, constant },
      'gives two input streams and a constant, needs two operands',
    ],
    ['three streams', [x, x, x], { output }, 'gives 3 input streams, add needs 1 to 2'],
    [
      'int17',
      [x, stream([2, 3], { format: int(17) })],
      { output },
      'E_FORMAT at m.unit.in1: gives int17, add is defined for at most 16 bits; requantize it first',
    ],
    [
      'an output scale that needs a factor of 1 and more',
      [x, x],
      { output: { scale: 1e-9 } },
      'E_PARAMETER at m.unit.output.scale: the factor from the sum to the output is',
    ],
  ])('%s', (_, inputs, parameters, message) => {
    expect(() => bindUnit('add', inputs, parameters)).toThrow(message);
  });
});
