import { describe, expect, test } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { stream } from '../../support/streams.js';
import {
  clamp,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';
import { bindUnit, everyCode, largestError } from '../../support/unit-golden.js';

const every = everyCode(stream([1]));
const slopes = [100, -128, 0, 127, 3, -1, 64];

/** Every code in every channel. */
const codes = Int32Array.from(
  { length: every.length * slopes.length },
  (_, i) => Math.floor(i / slopes.length) - 128,
);

describe('prelu', () => {
  test.each([
    [0.05, -9, 0.04, -60, 1 / 64],
    [0.1, 0, 0.1, 0, 0.01],
    [0.02, 100, 0.1, 5, 0.0173],
  ])('equals the definition for every code: scale %f, zero point %i', (...setting) => {
    const [scale, zeroPoint, y, z, slopeScale] = setting;
    const input = stream([256, slopes.length], { scale, zeroPoint });
    const unit = bindUnit('prelu', [input], {
      slopes: tensor.of(slopes, int(8), { scale: slopeScale }),
      output: { scale: y, zeroPoint: z },
    });
    const identity = quantizeMultiplier(scale / y);
    const below = quantizeMultiplier((scale * slopeScale) / y);
    const expected = codes.map((code, i) => {
      const x = BigInt(code - zeroPoint);
      const raw =
        x >= 0n
          ? multiplyByQuantizedMultiplier(x, identity)
          : multiplyByQuantizedMultiplier(x * BigInt(slopes[i % slopes.length] as number), below);
      return clamp(raw + BigInt(z), -128, 127);
    });
    expect(unit.golden([codes])).toEqual(expected);
    expect(largestError(unit, [codes])).toBeLessThanOrEqual(0.75 + 2 ** -8);
  });

  test('refuses slopes that do not fit, and lanes that do not divide the channels', () => {
    const three = { slopes: tensor.of([1, 2, 3], int(8)), output: { scale: 1 } };
    expect(() => bindUnit('prelu', [stream([4])], three)).toThrow(
      'E_SHAPE at m.unit.slopes: gives 3 slopes, there are 4 channels',
    );
    expect(() => bindUnit('prelu', [stream([4, 3], { lanes: 2 })], three)).toThrow(
      'gives 2 lanes, which do not divide 3 channels',
    );
  });
});
