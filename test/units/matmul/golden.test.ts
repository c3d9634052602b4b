import { describe, expect, test } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { type NumberFormat, rangeOf } from '../../../generator/ir/format.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { stream } from '../../support/streams.js';
import {
  clamp,
  multiplyByQuantizedMultiplier,
  multiplyOnce,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';
import { bindUnit } from '../../support/units.js';
import { cases } from './cases.js';

const output = { format: int(8), scale: 0.7, zeroPoint: -5 } as const;

/** Three loops over BigInt, indices spelled out. */
const product = (
  [a, b]: readonly [StreamType, StreamType],
  codes: readonly (Int32Array | BigInt64Array)[],
  { transposeB = false, rounding = 'double' },
): number[] => {
  const [rows, depth] = a.shape.slice(-2) as [number, number];
  const columns = b.shape.at(transposeB ? -2 : -1) as number;
  const matrices = a.shape.slice(0, -2).reduce((x, y) => x * y, 1);
  const shared = b.shape.length < a.shape.length;
  const real = Math.fround(Math.fround(a.scale) * Math.fround(b.scale)) / output.scale;
  const factor = quantizeMultiplier(real);
  const rescale = rounding === 'double' ? multiplyByQuantizedMultiplier : multiplyOnce;
  const result: number[] = [];
  for (let matrix = 0; matrix < matrices; matrix++) {
    for (let m = 0; m < rows; m++) {
      for (let n = 0; n < columns; n++) {
        let sum = 0n;
        for (let k = 0; k < depth; k++) {
          const from = shared ? 0 : matrix * depth * columns;
          const left = codes[0]?.[(matrix * rows + m) * depth + k] as number;
          const right = codes[1]?.[from + (transposeB ? n * depth + k : k * columns + n)] as number;
          sum += BigInt(left - a.zeroPoint) * BigInt(right - b.zeroPoint);
        }
        result.push(clamp(rescale(sum, factor) + BigInt(output.zeroPoint), -128, 127));
      }
    }
  }
  return result;
};

const check = (
  inputs: readonly [StreamType, StreamType],
  parameters: { readonly transposeB?: boolean; readonly rounding?: 'double' | 'single' } = {},
): void => {
  const unit = bindUnit('matmul', inputs, { ...parameters, output });
  const named = inputs.map((input, i) => ({ name: `x${i}`, stream: input }));
  const stimulus = stimulusFor(named, 9, 5);
  for (let tensor = 0; tensor < 9; tensor++) {
    const codes = named.map(({ name }) => stimulus.get(name)?.[tensor] as Int32Array);
    expect([...(unit.golden(codes) as Int32Array)]).toEqual(product(inputs, codes, parameters));
  }
};

describe('matmul', () => {
  test.each([
    ['1 x 1 x 1', [1, 1], [1, 1]],
    ['5 x 7 x 3', [5, 7], [7, 3]],
    ['tall', [17, 2], [2, 1]],
    ['a batch', [3, 2, 4, 5], [3, 2, 5, 6]],
    ['one matrix for a batch', [3, 4, 5], [5, 2]],
  ])('equals three loops: %s', (_, a, b) => {
    check([stream(a, { zeroPoint: -128 }), stream(b, { zeroPoint: 12, scale: 0.031 })]);
    check([stream(a), stream(b, { scale: 0.031 })], { rounding: 'single' });
  });

  test('equals three loops: the second operand by rows', () => {
    const inputs = [stream([2, 3, 5], { zeroPoint: 4 }), stream([2, 4, 5])] as const;
    check(inputs, { transposeB: true });
  });

  test.each([
    [int(1), uint(1)],
    [int(4), uint(5)],
    [uint(16), int(3)],
    [int(13), int(13)],
  ])('equals three loops: %o, %o', (left: NumberFormat, right: NumberFormat) => {
    const zero = (format: NumberFormat): number => rangeOf(format).minimum;
    check([
      stream([3, 4], { format: left, zeroPoint: zero(left), scale: 0.001 }),
      stream([4, 3], { format: right, scale: 0.002 }),
    ]);
  });

  test('int16 operands sum in an int64', () => {
    const wide = { format: int(16), scale: 1 };
    const unit = bindUnit('matmul', [stream([1, 4], wide), stream([4, 1], wide)], {
      output: { format: int(16), scale: 2 ** 20 },
    });
    const all = Int32Array.of(-32768, -32768, -32768, -32768);
    // 2^32 / 2^20, where an int32 would have wrapped to 0.
    expect(unit.golden([all, all])).toEqual(Int32Array.of(4096));
  });

  test.each(cases.map((unitCase) => [unitCase.title, unitCase] as const))(
    'rounds the real product once, nearly: %s',
    (_, unitCase) => {
      // A 16-bit multiplier is off by 2^-16 of a result of up to 2^15; two roundings by 2^-7 or less.
      const isWide = unitCase.inputs.some(({ format }) => format.bits === 16);
      expect(distanceFromReference(unitCase, 12)).toBeLessThanOrEqual(isWide ? 1 : 0.5 + 2 ** -6);
    },
  );
});

describe('an array for matmul', () => {
  const inputs = [stream([64, 64]), stream([64, 64])];
  const intervalOf = (array: Readonly<Record<string, unknown>>): number =>
    bindUnit('matmul', inputs, { array, output }).contract().intervalCycles;

  test.each(['output-stationary', 'weight-stationary'])('%s is never idle', (dataflow) => {
    expect(intervalOf({ dataflow, rows: 4, columns: 8 })).toBe(8192);
    expect(intervalOf({ dataflow, rows: 8, columns: 4 })).toBe(8192);
    expect(intervalOf({ dataflow, rows: 16, columns: 16 })).toBe(4096);
    expect(bindUnit('matmul', inputs, { output }).contract()).toMatchObject({
      multipliers: 1,
      macs: 64 ** 3,
      intervalCycles: 64 ** 3,
    });
  });

  test.each([
    ['output-stationary', 64, 64, 64, 1],
    ['output-stationary', 67, 61, 64, 67 / 72],
    ['weight-stationary', 64, 64, 64, 1],
    ['weight-stationary', 67, 64, 64, 1],
    ['weight-stationary', 129, 48, 96, 1],
    ['weight-stationary', 67, 70, 64, 70 / 72],
  ] as const)(
    '%s, 8 x 8, works on %i x %i x %i: only what pads a tile is lost',
    (dataflow, m, k, n, busy) => {
      const lanes = { lanes: 16 };
      const array = { dataflow, rows: 8, columns: 8 };
      const unit = bindUnit('matmul', [stream([m, k], lanes), stream([k, n], lanes)], {
        array,
        output,
      });
      const { intervalCycles, macs, multipliers } = unit.contract();
      expect(macs / multipliers / intervalCycles).toBeCloseTo(busy, 12);
    },
  );

  test('that skips zeros takes what is not 0, whatever that is', () => {
    const wide = { lanes: 8 };
    const unit = bindUnit('matmul', [stream([64, 64], wide), stream([64, 16], wide)], {
      array: { dataflow: 'skip-zeros', columns: 16 },
      output,
    });
    const contract = unit.contract();
    expect(contract.intervalCycles).toBe(64 * 64);
    const every = (distance: number): Int32Array =>
      Int32Array.from({ length: 64 * 64 }, (_, i) => Number(i % distance === 0));
    const cyclesOf = (tensor: Int32Array): number => {
      const ends = contract.completions?.(new Array(8).fill(tensor)) ?? [];
      return (ends[7] as number) - (ends[6] as number);
    };
    expect(cyclesOf(every(1))).toBe(64 * 64);
    expect(cyclesOf(every(2))).toBe(64 * 32);
    expect(cyclesOf(every(4))).toBe(64 * 16);
    // From here on the beats are what takes the time.
    expect(cyclesOf(every(8))).toBe(64 * 8);
    expect(cyclesOf(every(64))).toBe(64 * 8);
    expect(cyclesOf(new Int32Array(64 * 64))).toBe(64 * 8);
  });

  test('is found by the multipliers it has, cycles falling', () => {
    const choices = bindUnit('matmul', [stream([8, 16]), stream([16, 12])], { output }).foldings();
    expect(choices[0]).toMatchObject({
      parameters: { array: { rows: 1, columns: 1 } },
      multipliers: 1,
      intervalCycles: 8 * 16 * 12,
    });
    expect(choices.find(({ multipliers }) => multipliers === 16)).toMatchObject({
      parameters: { array: { rows: 4, columns: 4 } },
      multipliers: 16,
      intervalCycles: 96,
    });
    const cycles = choices.map(({ intervalCycles }) => intervalCycles);
    expect(cycles).toEqual([...new Set(cycles)].sort((a, b) => b - a));
  });
});

describe('matmul says', () => {
  const bound = (
    a: StreamType,
    b: StreamType,
    parameters: Readonly<Record<string, unknown>> = {},
  ) => problemsOf(() => bindUnit('matmul', [a, b], { output, ...parameters }));

  test('which sides do not meet', () => {
    expect(bound(stream([4, 5]), stream([6, 5]))).toEqual([
      'E_SHAPE at design.matmul0: gives shapes [4, 5] and [6, 5]: the first is 5 deep, the second 6; set transposeB true',
    ]);
    expect(bound(stream([4, 5]), stream([5, 6]), { transposeB: true })[0]).toContain(
      'gives shapes [4, 5] and [5, 6] with transposeB: the first is 5 deep, the second 6; set transposeB false',
    );
    expect(bound(stream([4]), stream([4, 5]))[0]).toContain('needs matrices: [.., rows, depth]');
    expect(bound(stream([2, 4, 5]), stream([3, 5, 6]))[0]).toContain(
      'needs as many matrices on both sides, or one on the second; only the second operand is broadcast',
    );
  });

  test('what an operand may be', () => {
    expect(bound(stream([1, 1], { format: int(17) }), stream([1, 1]))).toEqual([
      'E_FORMAT at design.matmul0.in0: gives int17, needs int or uint of at most 16 bits; requantize it first',
    ]);
    expect(bound(stream([1, 1]), stream([1, 1], { format: uint(4), zeroPoint: -1 }))[0]).toContain(
      'in1: gives zero point -1, which is no code of uint4',
    );
  });

  test('what an array that skips zeros needs', () => {
    const array = { dataflow: 'skip-zeros', rows: 2 };
    expect(bound(stream([4, 5]), stream([6, 5]), { array, transposeB: true })).toEqual([
      'E_PARAMETER at design.matmul0.array.rows: gives 2, there are only 1 rows where zeros are skipped; set matmul0.array.rows between 1 and 1',
      'E_PARAMETER at design.matmul0.transposeB: is not there for skip-zeros, which needs the second operand by rows; transpose it first',
    ]);
  });

  test('how large an array may be, and what its sums need', () => {
    const array = { rows: 5, columns: 7 };
    expect(bound(stream([4, 5]), stream([5, 6]), { array })).toEqual([
      'E_PARAMETER at design.matmul0.array.rows: gives 5, there are only 4 rows of the result; set matmul0.array.rows between 1 and 4',
      'E_PARAMETER at design.matmul0.array.columns: gives 7, there are only 6 columns of the result; set matmul0.array.columns between 1 and 6',
    ]);
    const wide = { format: uint(16), scale: 1e-4 };
    expect(bound(stream([2, 2], wide), stream([2, 2], wide))[0]).toContain(
      "accumulator: has sums of 34 bits, an int32 holds 32; set accumulator: 'int64'",
    );
  });
});
