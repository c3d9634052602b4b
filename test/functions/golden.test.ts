import { describe, expect, test } from 'vitest';
import { int, uint } from '../../generator/dsl/formats.js';
import { expOf, geluOf, integerExp, integerGelu } from '../../generator/functions/i-bert.js';
import { rangeOf } from '../../generator/ir/format.js';
import { quantizeMultiplier } from '../../generator/numeric/multiplier.js';
import { realGelu } from '../../generator/units/gelu/reference.js';
import type { UnitKind } from '../../generator/units/index.js';
import { stream } from '../support/streams.js';
import { bindUnit, everyCode, everyCodeStream } from '../support/unit-golden.js';
import { definitions, exactCodes } from './definitions.js';

type Name = keyof typeof definitions;

const byte = { format: int(8), scale: 1 / 256, zeroPoint: -128 };
const unsigned = (scale: number) => ({ format: uint(8), scale, zeroPoint: 0 });

/** Unit, its output; inputs are int8 of several scales and zero points. */
const units: readonly (readonly [UnitKind, Name, object, object])[] = [
  ['elu', 'elu', { format: int(8), scale: 0.05, zeroPoint: -100 }, {}],
  ['exp', 'exp', unsigned(1 / 64), {}],
  ['gelu', 'gelu', { format: int(8), scale: 0.03, zeroPoint: -120 }, {}],
  ['gelu', 'gelu_tanh', { format: int(8), scale: 0.05, zeroPoint: 3 }, { form: 'tanh' }],
  ['hard_sigmoid', 'hard_sigmoid', byte, {}],
  ['hard_swish', 'hard_swish', { format: int(8), scale: 0.06, zeroPoint: -90 }, {}],
  ['leaky_relu', 'leaky_relu', { format: int(8), scale: 0.05, zeroPoint: -100 }, {}],
  ['log2', 'log2', { format: int(8), scale: 1 / 16, zeroPoint: 5 }, {}],
  ['reciprocal', 'reciprocal', { format: int(8), scale: 1 / 8, zeroPoint: -2 }, {}],
  ['rsqrt', 'rsqrt', unsigned(1 / 32), {}],
  ['sigmoid', 'sigmoid', byte, {}],
  ['silu', 'silu', { format: int(8), scale: 0.05, zeroPoint: 0 }, {}],
  ['softplus', 'softplus', unsigned(0.04), {}],
  ['sqrt', 'sqrt', unsigned(1 / 64), {}],
  ['tanh', 'tanh', { format: int(8), scale: 1 / 127, zeroPoint: 1 }, {}],
];

const settings = [
  [0.05, 0],
  [1 / 16, -17],
  [0.021, 90],
] as const;

const errors = (unit: UnitKind, name: Name, parameters: object, scale: number, zero: number) => {
  const input = everyCodeStream({ scale, zeroPoint: zero });
  const bound = bindUnit(unit, [input], parameters as Readonly<Record<string, unknown>>);
  const { output } = bound.spec;
  const { minimum, maximum } = rangeOf(output.format);
  const codes = everyCode(input);
  const exact = exactCodes(definitions[name], codes, input, output, [minimum, maximum]);
  const golden = bound.golden([codes]) as Int32Array;
  return {
    exact,
    golden,
    worst: golden.reduce((a, y, i) => Math.max(a, Math.abs(y - (exact[i] as number))), 0),
  };
};

describe.each(units)('%s (%s) for every int8 code', (unit, name, output, more) => {
  test.each(settings)('a table is correctly rounded: scale %f, zero point %i', (scale, zero) => {
    const { worst } = errors(unit, name, { ...more, method: 'table', output }, scale, zero);
    expect(worst).toBeLessThanOrEqual(0.5 + 2 ** -30);
  });

  test.each(settings)('lines keep within a step: scale %f, zero point %i', (scale, zero) => {
    const { worst } = errors(unit, name, { ...more, method: 'pwl', output }, scale, zero);
    expect(worst).toBeLessThanOrEqual(1 + 2 ** -30);
  });

  test('a polynomial keeps within 0.75 steps', () => {
    const parameters = { ...more, method: 'polynomial', error: 0.75, output };
    const { worst } = errors(unit, name, parameters, 0.04, -3);
    expect(worst).toBeLessThanOrEqual(0.75 + 2 ** -30);
  });
});

describe('what is not in the domain', () => {
  const input = stream([3], { scale: 0.25 });
  const run = (unit: UnitKind, output: object, ...codes: number[]) => [
    ...bindUnit(unit, [input], { output }).golden([Int32Array.from(codes)]),
  ];

  test('1 / 0 is the largest code, 1 / -x negative', () => {
    expect(run('reciprocal', { scale: 0.125 }, 0, 4, -4)).toEqual([127, 8, -8]);
  });

  test('the square root of a negative number is 0', () => {
    expect(run('sqrt', { scale: 0.125, zeroPoint: 2 }, -100, 0, 16)).toEqual([2, 2, 18]);
  });

  test('1 / sqrt(x) and log2(x) of what is not above zero are the ends of the output', () => {
    expect(run('rsqrt', { scale: 0.125 }, -5, 0, 16)).toEqual([127, 127, 4]);
    expect(run('log2', { scale: 0.125 }, -5, 0, 16)).toEqual([-128, -128, 16]);
  });
});

/** The definition once more, in one piece and in whole numbers of any size. */
const floorDivide = (a: bigint, b: bigint): bigint =>
  a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);
const power = (bits: number): bigint => 1n << BigInt(bits);

/** As the released code has them. */
const [root, ln2] = [14142e-4, 6931e-4];

const iGelu = (q: bigint, scale: number, shift: number): bigint => {
  const s = scale / root;
  const b = BigInt(Math.floor(-1.769 / s));
  const c = BigInt(Math.floor(1 / -0.2888 / (s * s)));
  const magnitude = q < 0n ? -q : q;
  const t = magnitude < -b ? magnitude : -b;
  const y = ((t + b) * (t + b) + c) * (q > 0n ? 1n : q < 0n ? -1n : 0n);
  const one = BigInt(Math.floor(1 / (-0.2888 * s * s * 2 ** shift)));
  return q * (floorDivide(y, power(shift)) + one);
};

const iExp = (code: bigint, scale: number): bigint => {
  const x0 = BigInt(Math.floor(-ln2 / scale));
  const q = code > 30n * x0 ? code : 30n * x0;
  const z = q / x0;
  const r = q - x0 * z;
  const b = BigInt(Math.floor(0.96963238 / 0.35815147 / scale));
  const c = BigInt(Math.floor(1 / 0.35815147 / (scale * scale)));
  const e = ((r + b) * r + c) * power(30 - Number(z));
  return e > 0n ? e : 0n;
};

describe("I-BERT's functions", () => {
  test.each([
    [2 ** -12, 14],
    [8 / 32768, 14],
    [0.05, 0],
    [1 / 16, 3],
  ])('i-GELU equals the definition: scale %f, shift %i', (scale, shift) => {
    const gelu = integerGelu(scale, shift);
    for (let q = -32768; q < 32768; q += 7) {
      expect(BigInt(geluOf(gelu, q))).toBe(iGelu(BigInt(q), scale, shift));
    }
  });

  test.each([2 ** -12, 8 / 32768, 0.05, 1 / 16])(
    'i-exp equals the definition: scale %f',
    (scale) => {
      const exp = integerExp(scale);
      for (let q = -32768; q <= 0; q += 5) {
        expect(expOf(exp, q)).toBe(iExp(BigInt(q), scale));
      }
    },
  );

  test.each([
    ['gelu', { output: { format: int(16), scale: 1 / 4096, zeroPoint: 40 } }],
    ['gelu', {}],
    ['gelu', { shift: 2 }],
  ] as const)('%s is i-GELU and one rounding, half up', (unit, parameters) => {
    const input = everyCodeStream({ scale: 0.05, zeroPoint: -9 });
    const bound = bindUnit(unit, [input], { ...parameters, method: 'i-bert' });
    const { output } = bound.spec;
    // At this scale, one bit leaves the error function 2^10 steps.
    const shift = 'shift' in parameters ? parameters.shift : 1;
    const s = 0.05 / root;
    const factor = quantizeMultiplier((0.05 * 0.2888 * s * s * 2 ** shift) / 2 / output.scale);
    const { minimum, maximum } = rangeOf(output.format);
    const expected = everyCode(input).map((code) => {
      const raw = -iGelu(BigInt(code + 9), 0.05, shift);
      const right = BigInt(31 - factor.shift);
      const rounded = (raw * BigInt(factor.multiplier) + (1n << (right - 1n))) >> right;
      return Math.min(maximum, Math.max(minimum, Number(rounded) + output.zeroPoint));
    });
    expect(bound.golden([everyCode(input)])).toEqual(expected);
  });

  test.each([
    [0.05, 0, unsigned(1 / 256)],
    [1 / 16, 127, { format: int(16), scale: 1 / 16384, zeroPoint: -7 }],
  ] as const)('exp is i-exp and one rounding of a 15-bit factor', (scale, zeroPoint, output) => {
    const input = everyCodeStream({ scale, zeroPoint });
    const bound = bindUnit('exp', [input], { method: 'i-bert', output });
    const factor = quantizeMultiplier((0.35815147 * scale * scale) / output.scale);
    const m = BigInt(Math.floor((factor.multiplier + 2 ** 15) / 2 ** 16));
    const right = BigInt(15 - factor.shift + 30);
    const { maximum } = rangeOf(output.format);
    const expected = everyCode(input).map((code) => {
      const raw = iExp(BigInt(Math.min(0, code - zeroPoint)), scale);
      const rounded = (raw * m + (1n << (right - 1n))) >> right;
      return Math.min(maximum, Number(rounded) + output.zeroPoint);
    });
    expect(bound.golden([everyCode(input)])).toEqual(expected);
  });

  test('largest error of i-GELU as published: 0.01815', () => {
    const scale = 2 ** -18;
    const gelu = integerGelu(scale, 14);
    let worst = 0;
    for (let q = -(2 ** 20); q <= 2 ** 20; q += 61) {
      const exact = realGelu(q * scale);
      worst = Math.max(worst, Math.abs(geluOf(gelu, q) * gelu.outputScale - exact));
    }
    expect(worst).toBeCloseTo(0.01815, 4);
  });

  test('largest error of i-exp as published: 1.913e-3', () => {
    const scale = 2 ** -18;
    const exp = integerExp(scale);
    let worst = 0;
    for (let q = -(2 ** 21); q <= 0; q += 97) {
      worst = Math.max(
        worst,
        Math.abs(Number(expOf(exp, q)) * exp.outputScale - Math.exp(q * scale)),
      );
    }
    expect(worst).toBeCloseTo(1.913e-3, 5);
  });
});
