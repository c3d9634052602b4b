import { describe, expect, it } from 'vitest';
import { e8m0, int, mxfp4, mxfp6, mxfp8, mxint8, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import type { MxFormat } from '../../../generator/ir/format.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { dotPlan } from '../../../generator/units/mx_dense/plan.js';
import { problemsOf } from '../../support/golden.js';
import {
  bitsOf,
  elementValue,
  power,
  scaleValue,
  singlePrecision,
  singleValue,
} from '../../support/microscaling.js';
import { stream } from '../../support/streams.js';
import { bindUnit } from '../../support/units.js';

const formats: readonly MxFormat[] = [
  ...[mxfp8('e5m2'), mxfp8('e4m3'), mxfp6('e3m2'), mxfp6('e2m3'), mxfp4(), mxint8()],
];

interface Codes {
  readonly elements: readonly number[];
  readonly scales: readonly number[];
}

const layer = (
  [a, w]: readonly [MxFormat, MxFormat],
  inputs: number,
  weights: Codes,
  more: Readonly<Record<string, unknown>> = {},
) => {
  const blocks = Math.ceil(inputs / 32);
  return bindUnit(
    'mx_dense',
    [stream([inputs], { format: a, scale: 1 }), stream([blocks], { format: e8m0(), scale: 1 })],
    {
      weights: tensor.fromCodes(weights.elements, [1, inputs], w),
      weightScales: tensor.fromCodes(weights.scales, [1, blocks], e8m0()),
      ...more,
    },
  );
};

const run = (unit: ReturnType<typeof layer>, { elements, scales }: Codes): number =>
  Number(unit.golden([Int32Array.from(elements), Int32Array.from(scales)])[0]);

/** The sum of all products, exactly. */
const exactSum = (
  [a, w]: readonly [MxFormat, MxFormat],
  activations: Codes,
  weights: Codes,
): bigint =>
  activations.elements.reduce((sum, code, i) => {
    const block = Math.floor(i / 32);
    const product =
      ((elementValue(a.element, code) as bigint) *
        (elementValue(w.element, weights.elements[i] as number) as bigint)) >>
      640n;
    const scale =
      ((scaleValue(activations.scales[block] as number) as bigint) *
        (scaleValue(weights.scales[block] as number) as bigint)) >>
      640n;
    return sum + ((product * scale) >> 640n);
  }, 0n);

const randomCodes = (
  { element }: MxFormat,
  inputs: number,
  next: () => number,
  [from, spread]: readonly [number, number],
): Codes => {
  const draw = (): number => {
    const code = next() % 2 ** bitsOf(element);
    return elementValue(element, code) === undefined ? draw() : code;
  };
  return {
    elements: Array.from({ length: inputs }, draw),
    scales: Array.from({ length: Math.ceil(inputs / 32) }, () => from + (next() % spread)),
  };
};

describe('widths of a dot product of 32', () => {
  it('are those of the exact sum', () => {
    const bits = formats.map(
      (format) =>
        dotPlan({ formats: [format, format], inputs: 32, guardBits: 0, hasBias: false }).sumBits,
    );
    expect(bits).toEqual([70, 42, 24, 18, 14, 21]);
  });
});

describe('a dot product of Microscaling', () => {
  const pairs = formats.flatMap((a) => formats.map((w) => [a, w] as const));

  it.each(pairs.map((pair) => [pair[0].element, pair[1].element, pair] as const))(
    '%s x %s is exact while exponents lie within the guard bits',
    (_a, _w, pair) => {
      const next = randomIntegers(5);
      for (let i = 0; i < 12; i++) {
        const inputs = [32, 100, 7, 64][i % 4] as number;
        const weights = randomCodes(pair[1], inputs, next, [120, 5]);
        const activations = randomCodes(pair[0], inputs, next, [121, 5]);
        const expected = singlePrecision(exactSum(pair, activations, weights));
        expect(run(layer(pair, inputs, weights), activations)).toBe(expected);
      }
    },
  );

  it.each(formats.map((format) => [format.element, format] as const))(
    '%s keeps its bound whatever the exponents are',
    (_, format) => {
      const pair = [format, mxfp4()] as const;
      const next = randomIntegers(6);
      const guardBits = 4;
      const { unitExponent } = dotPlan({ formats: pair, inputs: 160, guardBits, hasBias: false });
      for (let i = 0; i < 60; i++) {
        const weights = randomCodes(pair[1], 160, next, [90, 70]);
        const activations = randomCodes(pair[0], 160, next, [100, i % 2 === 0 ? 20 : 60]);
        const code = run(layer(pair, 160, weights, { guardBits }), activations);
        const exact = exactSum(pair, activations, weights);
        const largest = Math.max(
          ...activations.scales.map((scale, block) => scale + (weights.scales[block] as number)),
        );
        const value = singleValue(code) as bigint;
        // A step of the guard bits for each block but the first, downwards, and half a step of the result.
        const bound = 4n * power(largest + unitExponent);
        const half = (value < 0n ? -value : value) >> 24n;
        expect(value <= exact + half).toBe(true);
        expect(value >= exact - bound - half - power(-149)).toBe(true);
      }
    },
  );

  it('drops what lies below the guard bits, downwards', () => {
    // 1 * 2^0, then -0.25 of the least element 2^-20 below: with 4 guard bits a whole step of 2^-6 less.
    const one = [2, ...new Array<number>(31).fill(0)];
    const weights = { elements: [...one, 9, ...new Array<number>(31).fill(0)], scales: [127, 107] };
    const activations = { elements: [...one, ...one], scales: [127, 127] };
    const unit = layer([mxfp4(), mxfp4()], 64, weights, { guardBits: 4 });
    expect(singleValue(run(unit, activations))).toBe(power(0) - power(-6));
    const exact = layer([mxfp4(), mxfp4()], 64, weights, { guardBits: 40 });
    expect(singleValue(run(exact, activations))).toBe(power(0) - power(-21));
  });

  it('goes to infinity, to subnormal numbers and to zero', () => {
    const elements = [2, 0];
    const of = (scale: number) =>
      run(layer([mxfp4(), mxfp4()], 2, { elements, scales: [scale] }), {
        elements,
        scales: [scale],
      });
    expect(of(254)).toBe(0x7f800000);
    expect(of(190)).toBe(0x7e800000);
    expect(of(55)).toBe(1 << 5);
    expect(of(53)).toBe(2);
    expect(of(0)).toBe(0);
  });

  it('is NaN with a scale or an element that is', () => {
    const pair = [mxfp8('e4m3'), mxfp8('e5m2')] as const;
    const fine = { elements: new Array<number>(33).fill(0), scales: [127, 127] };
    const nan = 0x7fc00000;
    const changed = (
      from: Codes,
      part: 'elements' | 'scales',
      at: number,
      code: number,
    ): Codes => ({
      ...from,
      [part]: from[part].map((own, i) => (i === at ? code : own)),
    });
    expect(run(layer(pair, 33, fine), fine)).toBe(0);
    expect(run(layer(pair, 33, fine), changed(fine, 'scales', 1, 255))).toBe(nan);
    expect(run(layer(pair, 33, fine), changed(fine, 'elements', 32, 0xff))).toBe(nan);
    expect(run(layer(pair, 33, changed(fine, 'scales', 0, 255)), fine)).toBe(nan);
    expect(run(layer(pair, 33, changed(fine, 'elements', 0, 0x7c)), fine)).toBe(nan);
    const toInt8 = { output: { format: int(8), scale: 1, zeroPoint: 9 } };
    expect(run(layer(pair, 33, fine, toInt8), changed(fine, 'scales', 1, 255))).toBe(9);
  });

  it('adds a bias, which is a block of its own', () => {
    const next = randomIntegers(8);
    for (const value of [1.5, -0.375, 1000.25, 3e-5]) {
      const weights = randomCodes(mxint8(), 40, next, [125, 3]);
      const activations = randomCodes(mxint8(), 40, next, [125, 3]);
      const unit = layer([mxint8(), mxint8()], 40, weights, {
        guardBits: 40,
        bias: tensor.float32([value]),
      });
      const rounded = new DataView(new ArrayBuffer(4));
      rounded.setFloat32(0, value);
      const bias = singleValue(rounded.getUint32(0)) as bigint;
      const exact = exactSum([mxint8(), mxint8()], activations, weights) + bias;
      const result = singleValue(run(unit, activations)) as bigint;
      const apart = result - exact;
      const half = (exact < 0n ? -exact : exact) >> 24n;
      expect((apart < 0n ? -apart : apart) <= half + power(-44)).toBe(true);
    }
  });

  it('becomes an integer by one rounding of an exact product, ties to even', () => {
    const elements = [2];
    const of = (scale: number, zeroPoint: number, code: number) =>
      run(
        layer(
          [mxint8(), mxfp4()],
          1,
          { elements, scales: [127] },
          {
            output: { format: int(8), scale, zeroPoint },
          },
        ),
        { elements: [code], scales: [133] },
      );
    expect([1, 3, 5, 253].map((code) => of(2, 0, code))).toEqual([0, 2, 2, -2]);
    expect([1, 3, 127].map((code) => of(0.5, -3, code))).toEqual([-1, 3, 127]);
    expect(of(1e-30, 4, 1)).toBe(127);
    expect(of(1e-30, 4, 255)).toBe(-128);
    expect(of(1e30, 4, 127)).toBe(4);
  });

  it('agrees with real numbers', () => {
    const next = randomIntegers(2);
    const real = Array.from({ length: 40 }, () => (next() % 2001) / 500 - 2);
    const { elements, scales } = tensor.mx([real], mxfp8('e4m3'));
    const unit = bindUnit(
      'mx_dense',
      [stream([40], { format: mxint8(), scale: 0.5 }), stream([2], { format: e8m0(), scale: 1 })],
      { weights: elements, weightScales: scales, bias: tensor.float32([0.5]), activation: 'relu' },
    );
    const codes = Int32Array.from({ length: 40 }, () => next() % 256);
    const x = Float64Array.from(codes, (code) => (0.5 * (code > 127 ? code - 256 : code)) / 64);
    const golden = Number(unit.golden([codes, Int32Array.of(127, 128)])[0]);
    const [reference = 0] = unit.reference([x, Float64Array.of(1, 2)]);
    const value = Number((singleValue(golden) as bigint) >> 600n) / 2 ** 40;
    expect(unit.spec.output.scale).toBe(0.5);
    expect(value * 0.5).toBeCloseTo(reference, 4);
  });
});

describe('mistakes in a layer of Microscaling', () => {
  const fine = { elements: [0, 0], scales: [127] };
  const problems = (more: Readonly<Record<string, unknown>>) =>
    problemsOf(() => layer([mxfp6('e2m3'), mxfp4()], 2, fine, more));

  it('are all told', () => {
    expect(problems({ weights: tensor.of([[1, 2]], int(4)) })).toEqual([
      'E_FORMAT at design.mx_dense0.weights: gives int4, needs elements of Microscaling; d.mxQuantize makes them of a stream, tensor.mx of weights',
    ]);
    expect(problems({ weights: tensor.of([[1, 2, 3]], mxfp4()) })).toEqual([
      'E_SHAPE at design.mx_dense0.weights: gives shape [1, 3], needs [outputs, 2] for elements of that many inputs',
    ]);
    expect(problems({ output: { format: int(8) }, bias: tensor.float32([1, 2]) })).toEqual([
      'E_SHAPE at design.mx_dense0.bias: gives shape [2], needs [1], one per output channel',
      'E_PARAMETER at design.mx_dense0.output: gives int8 without a scale; set output.scale',
    ]);
    expect(problems({ output: { format: uint(20), scale: 1 } })).toEqual([
      'E_FORMAT at design.mx_dense0.output: gives uint20, needs float32, or int or uint of at most 16 bits',
    ]);
    expect(problems({ output: { scale: 2 }, activation: 'relu6' })).toEqual([
      'E_PARAMETER at design.mx_dense0.output: gives a scale or a zero point to float32, which has its own',
      'E_PARAMETER at design.mx_dense0.activation: gives relu6 with float32, which takes none or relu',
    ]);
    expect(problems({ output: { format: int(8), scale: 1e39 } })).toHaveLength(1);
    expect(problems({ array: { pe: 2 } })).toEqual([
      'E_PARAMETER at design.mx_dense0.array.pe: gives 2, there are only 1 outputs; set mx_dense0.array.pe between 1 and 1',
    ]);
    expect(problems({ array: { simd: 5 } })).toHaveLength(1);
    const tiny = { weights: tensor.fromCodes([0, 0], [1, 2], mxfp4(), { scale: 0 }) };
    expect(problems(tiny)).toEqual([
      'E_PARAMETER at design.mx_dense0: has real scales of elements, scales and weights whose product is 0; put powers of two into the scales of the blocks',
    ]);
    const two = { weights: tensor.fromCodes([0, 0], [1, 2], mxfp4(), { scale: [1] }) };
    expect(problems(two)).toEqual([
      'E_SHAPE at design.mx_dense0.weights: gives a real scale per channel, blocks have scales of their own; give one real scale',
    ]);
  });
});
