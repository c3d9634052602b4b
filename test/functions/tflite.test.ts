import { describe, expect, test } from 'vitest';
import { int } from '../../generator/dsl/formats.js';
import type { StreamType } from '../../generator/ir/stream.js';
import { stream } from '../support/streams.js';
import {
  clamp,
  divideByPowerOfTwo,
  doublingHighMultiply,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
} from '../support/tflite-arithmetic.js';
import { bindUnit, everyCode, everyCodeStream } from '../support/unit-golden.js';
import { definitions, exactCodes } from './definitions.js';

/** GELU, ELU, EXP and RSQRT by method tflite, against the kernels written down a second time. */

const f = Math.fround;

/** Fixed point of 200 bits, in which series are summed. */
const places = 200n;
const unity = 1n << places;
const times = (a: bigint, b: bigint): bigint => (a * b) >> places;
const fixed = (x: number): bigint => {
  let exponent = 0n;
  let value = x;
  for (; !Number.isInteger(value); exponent++) value *= 2;
  return (BigInt(value) << places) >> exponent;
};
/** To a double; the last bits do not matter for a float32. */
const real = (x: bigint): number => Number(x >> 100n) / 2 ** 100;

/** 2 / sqrt(pi), to 60 digits. */
const twoOverRootPi =
  (1128379167095512573896158903121545171688101258657997713688171n * unity) / 10n ** 60n;

/** The Maclaurin series of erf; |z| up to 6 takes it to 2^-100. */
const erf = (z: number): bigint => {
  const x = fixed(z);
  let power = x;
  let sum = x;
  for (let n = 1n; power !== 0n && power !== -1n; n++) {
    power = -times(times(power, x), x) / n;
    sum += power / (2n * n + 1n);
  }
  return times(sum, twoOverRootPi);
};

const exp = (z: number): bigint => {
  // exp(z / 256) by its series, squared eight times.
  const x = fixed(z) / 256n;
  let term = unity;
  let sum = unity;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = times(term, x) / n;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = times(sum, sum);
  return sum;
};

const erfc = (z: number): number => (z < -6 ? 2 : z > 6 ? 0 : f(real(unity - erf(z))));

const tanh = (z: number): number => {
  if (Math.abs(z) > 30) return Math.sign(z);
  const e = exp(2 * z);
  return f(real(((e - unity) << places) / (e + unity)));
};

/** lite/kernels/internal/reference/gelu.h, activations.cc, exp.cc; every line is one operation of C. */
const transforms = {
  elu: (x: number): number => (x < 0 ? f(f(real(exp(x))) - 1) : x),
  exp: (x: number): number => f(real(exp(x))),
  erf: (x: number): number => f(f(0.5 * x) * erfc(f(x * f(-Math.SQRT1_2)))),
  tanh: (x: number): number => {
    const cube = f(f(f(f(0.044715) * x) * x) * x);
    const t = tanh(f(f(0.7978845608028654) * f(x + cube)));
    return f(f(0.5 * x) * f(1 + t));
  },
};

type Quantization = Pick<StreamType, 'scale' | 'zeroPoint'>;

/** `LUTPopulate` of int8. */
const table = (form: keyof typeof transforms, x: Quantization, y: Quantization): Int32Array =>
  Int32Array.from({ length: 256 }, (_, i) => {
    const value = f(f(x.scale) * (i - 128 - x.zeroPoint));
    const steps = f(transforms[form](value) * f(1 / f(y.scale)));
    const rounded = Math.sign(steps) * Math.floor(Math.abs(steps) + 0.5);
    return Math.min(127, Math.max(-128, rounded + y.zeroPoint));
  });

const settings = [
  [
    { scale: f(0.05), zeroPoint: 0 },
    { scale: f(0.05), zeroPoint: 0 },
  ],
  [
    { scale: f(0.0471), zeroPoint: -17 },
    { scale: f(0.0213), zeroPoint: -120 },
  ],
  [
    { scale: 1 / 16, zeroPoint: -3 },
    { scale: 1 / 8, zeroPoint: -100 },
  ],
  [
    { scale: 1 / 4, zeroPoint: 5 },
    { scale: 1 / 2, zeroPoint: -64 },
  ],
  [
    { scale: f(0.0031), zeroPoint: 90 },
    { scale: f(0.0007), zeroPoint: 3 },
  ],
] as const;

const geluCodes = (parameters: object, x: Quantization, y: Quantization): Int32Array => {
  const input = everyCodeStream(x);
  const unit = bindUnit('gelu', [input], { ...parameters, output: { format: int(8), ...y } });
  return unit.golden([everyCode(input)]) as Int32Array;
};

describe("GELU by TFLite's table", () => {
  test.each(['erf', 'tanh'] as const)('%s: the constants are those of the header', (form) => {
    expect(f(0.7978845608028654)).toBe(f(1.1283791670955126 * Math.SQRT1_2));
    expect(transforms[form](0)).toBe(0);
    expect(transforms[form](1)).toBeCloseTo(form === 'erf' ? 0.8413447 : 0.841192, 6);
  });

  test.each(settings)('equals the kernel for every code: %#', (x, y) => {
    for (const form of ['erf', 'tanh'] as const) {
      expect(geluCodes({ method: 'tflite', form }, x, y)).toEqual(table(form, x, y));
    }
  });

  test('differs from the correctly rounded table only at ties, which float32 does not tell from their neighbours', () => {
    const apart = settings.map(([x, y]) => {
      const own = geluCodes({ method: 'tflite' }, x, y);
      const nearest = geluCodes({ method: 'table' }, x, y);
      const codes = everyCode(everyCodeStream(x));
      const exact = exactCodes(definitions.gelu, codes, x, y, [-128, 127]);
      const differ = [...own.keys()].filter((i) => own[i] !== nearest[i]);
      for (const i of differ) {
        expect(Math.abs((exact[i] as number) - Math.floor(exact[i] as number) - 0.5)).toBeLessThan(
          2 ** -17,
        );
      }
      return differ.length;
    });
    // Output steps of twice the input's: where erf is 1 in float32, every other value is a tie.
    expect(apart).toEqual([0, 0, 22, 5, 0]);
  });

  test('takes codes of at most 8 bits', () => {
    const x = stream([2], { format: int(16), scale: 0.001 });
    expect(() => bindUnit('gelu', [x], { method: 'tflite' })).toThrow(
      'E_FORMAT at m.unit.in: gives int16, gelu by method tflite is defined for at most 8 bits',
    );
  });
});

describe("ELU and EXP by TFLite's table", () => {
  const codesOf = (unit: 'elu' | 'exp', x: Quantization, y: Quantization): Int32Array => {
    const input = everyCodeStream(x);
    const bound = bindUnit(unit, [input], { method: 'tflite', output: { format: int(8), ...y } });
    return bound.golden([everyCode(input)]) as Int32Array;
  };

  test.each(settings)('equal the kernels for every code: %#', (x, y) => {
    expect(codesOf('elu', x, y)).toEqual(table('elu', x, y));
    expect(codesOf('exp', x, y)).toEqual(table('exp', x, y));
  });

  test('an exponential beyond float32 gives the largest code', () => {
    const codes = codesOf('exp', { scale: 1, zeroPoint: 0 }, { scale: 1, zeroPoint: -128 });
    expect([...codes.slice(128 - 7, 128 + 7)]).toEqual([
      -128, -128, -128, -128, -128, -128, -128, -127, -125, -121, -108, -73, 20, 127,
    ]);
    expect(codes[255]).toBe(127);
  });

  test('alpha is 1', () => {
    const x = stream([2], { format: int(8), scale: 0.01 });
    expect(() => bindUnit('elu', [x], { method: 'tflite', alpha: 0.5 })).toThrow(
      'E_PARAMETER at m.unit.alpha: is 0.5, method tflite has 1; take another method',
    );
  });
});

/** `GetInvSqrtQuantizedMultiplierExp` (lite/kernels/internal/common.h) and gemmlowp's Q3.28, in BigInt. */
const inverseRoot = (value: number): { readonly m: bigint; readonly shift: number } => {
  if (value <= 1) return { m: 2n ** 31n - 1n, shift: 0 };
  let input = BigInt(value);
  let right = 11;
  // Left by pairs of bits until bit 28 or 27 is the highest.
  while (input < 2n ** 27n) {
    input *= 4n;
    right--;
  }
  const x0 = input / 2n;
  const half = divideByPowerOfTwo(x0, 1);
  let x = 2n ** 28n;
  const m = doublingHighMultiply;
  for (let step = 0; step < 5; step++) {
    const cube = m(m(x, x), x) << 6n;
    x = (m(3n * 2n ** 27n, x) - m(half, cube)) << 3n;
  }
  const root = m(x, 1518500250n);
  return right < 0 ? { m: root << BigInt(-right), shift: 0 } : { m: root, shift: -right };
};

const squareRoot = (x: number): number => Math.sqrt(x);

describe("RSQRT by TFLite's integers", () => {
  test.each([
    [0.0471, -128, 0.0213, -128],
    [0.0001, -128, 0.5, -100],
    [3.7, -128, 0.004, -128],
    [1 / 256, 0, 1 / 16, -30],
    [0.02, 100, 0.09, 5],
  ])('equals the kernel for every code: scale %f, zero point %i', (scale, zero, step, zeroOut) => {
    const [a, b] = [f(scale), f(step)];
    const input = everyCodeStream({ scale: a, zeroPoint: zero });
    const output = { scale: b, zeroPoint: zeroOut };
    const unit = bindUnit('rsqrt', [input], { method: 'tflite', output });
    const { m, shift } = quantizeMultiplier(1 / (squareRoot(a) * b));
    const expected = everyCode(input).map((code) => {
      const value = code - zero;
      if (value <= 0) return 127;
      const root = inverseRoot(value);
      const data = multiplyByQuantizedMultiplier(1n, { m: root.m, shift: root.shift + 20 });
      const scaled = multiplyByQuantizedMultiplier(data, { m, shift: shift - 20 });
      return clamp(scaled + BigInt(zeroOut), -128, 127);
    });
    const golden = unit.golden([everyCode(input)]) as Int32Array;
    expect(golden).toEqual(expected);
    const error = golden.reduce((worst, code, i) => {
      const value = (i - 128 - zero) * a;
      if (value <= 0) return worst;
      const exact = Math.min(127, 1 / squareRoot(value) / b + zeroOut);
      return Math.max(worst, Math.abs(code - exact));
    }, 0);
    expect(error).toBeLessThan(0.51);
  });

  test.each([
    [{ method: 'tflite' }, {}, 'E_PARAMETER at m.unit.output: is missing'],
    [
      { method: 'tflite', output: { scale: 1e-12 } },
      {},
      'makes a factor 1 / (sqrt(input scale) * output scale) of',
    ],
    [
      { method: 'tflite', output: { scale: 0.1 } },
      { format: int(16) },
      'gives int16, rsqrt by method tflite is defined for at most 8 bits',
    ],
  ])('mistakes are told: %#', (parameters, options, message) => {
    expect(() => bindUnit('rsqrt', [stream([2], options)], parameters)).toThrow(message);
  });
});
