import { describe, expect, it } from 'vitest';
import { int } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { activationClamp } from '../../generator/numeric/activation.js';
import {
  type QuantizedMultiplier,
  quantizeMultiplier,
} from '../../generator/numeric/multiplier.js';
import { randomIntegers } from '../../generator/numeric/random.js';
import { units } from '../../generator/units/index.js';
import { rescaleOf } from '../../generator/units/requantize/rescale.js';
import { stream } from '../support/streams.js';

/**
 * Where TFLite takes a quotient or a product in float32, double gives another integer for some scales.
 * arithmetic.md section 8: no published network shows it, so scales that do are looked for here.
 */

const next = randomIntegers(2024);
const randomScale = (): number => Math.fround(0.001 + next() / 2 ** 32);

const find = <T>(draw: () => T, wanted: (value: T) => boolean): T => {
  for (let i = 0; i < 10_000_000; i++) {
    const value = draw();
    if (wanted(value)) return value;
  }
  throw new Error('there is none among ten million');
};

describe('limits of an activation', () => {
  const inFloat = (real: number, scale: number) => Math.round(Math.fround(real / scale));
  const inDouble = (real: number, scale: number) => Math.round(real / scale);

  it('are rounded from the float32 quotient', () => {
    // 6 / scale lies within half a unit in the last place of a float32 tie.
    const tie = (): number => Math.fround(6 / (20 + (next() % 100) + 0.5));
    const scale = find(tie, (s) => inFloat(6, s) !== inDouble(6, s));
    const clamp = activationClamp('relu6', { format: int(16), scale, zeroPoint: 0 });
    expect(clamp).toEqual({ minimum: 0, maximum: inFloat(6, scale) });
    expect(clamp.maximum).not.toBe(inDouble(6, scale));
  });

  it('are taken of the scale as float32', () => {
    // A double that is no float32: TFLite stores scales in float32.
    const scale = 0.1;
    const clamp = activationClamp('relu6', { format: int(32), scale, zeroPoint: 3 });
    expect(clamp.maximum).toBe(3 + Math.round(Math.fround(6 / Math.fround(0.1))));
  });

  it.each([
    ['none', -128, 127],
    ['relu', 10, 127],
    ['relu6', 10, 70],
    ['relu_n1_to_1', 0, 20],
  ] as const)(
    '%s of int8 with scale 0.1 and zero point 10 runs from %d to %d',
    (activation, low, high) => {
      const clamp = activationClamp(activation, { format: int(8), scale: 0.1, zeroPoint: 10 });
      expect(clamp).toEqual({ minimum: low, maximum: high });
    },
  );

  it('stay within the format', () => {
    const output = { format: int(8), scale: 0.01, zeroPoint: -100 };
    expect(activationClamp('relu6', output)).toEqual({ minimum: -100, maximum: 127 });
    expect(activationClamp('relu_n1_to_1', output)).toEqual({ minimum: -128, maximum: 0 });
  });
});

describe('the factor from accumulator to output', () => {
  interface Scales {
    readonly input: number;
    readonly weights: number;
    readonly output: number;
  }
  const draw = (): Scales => ({
    input: randomScale(),
    weights: randomScale(),
    output: randomScale(),
  });
  const float32Product = ({ input, weights, output }: Scales): QuantizedMultiplier =>
    quantizeMultiplier(Math.fround(input * weights) / output);
  const doubleProduct = ({ input, weights, output }: Scales): QuantizedMultiplier =>
    quantizeMultiplier((input * weights) / output);
  const scales = find(draw, (s) => float32Product(s).multiplier !== doubleProduct(s).multiplier);

  type Kind = 'dense' | 'conv2d' | 'depthwise_conv2d';
  const multiplierOf = (kind: Kind, perChannel: boolean): QuantizedMultiplier => {
    const shape = { dense: [1, 1], conv2d: [1, 1, 1, 1], depthwise_conv2d: [1, 1, 1, 1] }[kind];
    const weights = tensor.fromCodes([1], shape, int(8), {
      scale: perChannel ? [scales.weights] : scales.weights,
    });
    const input = stream(kind === 'dense' ? [1] : [1, 1, 1], { scale: scales.input });
    const parameters = { weights, output: { format: int(8), scale: scales.output } };
    const { spec } = units[kind].bind(parameters, [input], 'd.node');
    type Inner = { rescale: { multipliers: readonly QuantizedMultiplier[] } };
    const inner = (Reflect.get(spec, 'matrixVector') ?? Reflect.get(spec, 'layer')) as Inner;
    return inner.rescale.multipliers[0] as QuantizedMultiplier;
  };

  it('differs between float32 and double for some scales', () => {
    expect(float32Product(scales)).not.toEqual(doubleProduct(scales));
  });

  it('is a float32 product for dense, per tensor', () => {
    expect(multiplierOf('dense', false)).toEqual(float32Product(scales));
  });

  it('is a double product for dense, per channel', () => {
    expect(multiplierOf('dense', true)).toEqual(doubleProduct(scales));
  });

  it.each(['conv2d', 'depthwise_conv2d'] as const)('is a double product for %s, always', (kind) => {
    expect(multiplierOf(kind, false)).toEqual(doubleProduct(scales));
    expect(multiplierOf(kind, true)).toEqual(doubleProduct(scales));
  });

  it('can change an output code', () => {
    const output = { format: int(32), scale: 1, zeroPoint: 0 };
    const common = { rounding: 'double', activation: 'none', output } as const;
    const a = rescaleOf({
      ...common,
      factors: [Math.fround(scales.input * scales.weights) / scales.output],
    });
    const b = rescaleOf({ ...common, factors: [(scales.input * scales.weights) / scales.output] });
    expect(a.multipliers[0]?.multiplier).not.toBe(b.multipliers[0]?.multiplier);
  });
});
