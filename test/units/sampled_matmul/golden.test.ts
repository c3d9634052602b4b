import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { stream } from '../../support/streams.js';
import {
  clamp,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';
import { bindUnit } from '../../support/units.js';
import { cases } from './cases.js';

const output = { format: int(8), scale: 0.7, zeroPoint: -5 } as const;
const mask = (shape: readonly number[], lanes = 1) =>
  stream(shape, { format: uint(1), scale: 1, lanes });

describe('sampled_matmul', () => {
  it('is a dot product where its mask is 1, the zero point where it is not', () => {
    const a = stream([2, 5, 7], { zeroPoint: -128 });
    const b = stream([2, 3, 7], { zeroPoint: 12, scale: 0.031 });
    const unit = bindUnit('sampled_matmul', [mask([2, 5, 3]), a, b], { output });
    const named = unit.spec.inputs.map((input, i) => ({ name: `x${i}`, stream: input }));
    const stimulus = stimulusFor(named, 9, 5);
    const real = Math.fround(Math.fround(a.scale) * Math.fround(b.scale)) / output.scale;
    const factor = quantizeMultiplier(real);
    for (let tensor = 0; tensor < 9; tensor++) {
      const codes = named.map(({ name }) => stimulus.get(name)?.[tensor] as Int32Array);
      const [bits, left, right] = codes as [Int32Array, Int32Array, Int32Array];
      const expected = [...bits].map((bit, i) => {
        if (bit === 0) return -5;
        const [matrix, m, n] = [Math.floor(i / 15), Math.floor(i / 3) % 5, i % 3];
        let sum = 0n;
        for (let k = 0; k < 7; k++) {
          const x = (left[(matrix * 5 + m) * 7 + k] as number) + 128;
          const y = (right[(matrix * 3 + n) * 7 + k] as number) - 12;
          sum += BigInt(x) * BigInt(y);
        }
        return clamp(multiplyByQuantizedMultiplier(sum, factor) - 5n, -128, 127);
      });
      expect([...(unit.golden(codes) as Int32Array)]).toEqual(expected);
    }
  });

  it.each(cases.map((unitCase) => [unitCase.title, unitCase] as const))(
    'rounds the real product once, nearly: %s',
    (_, unitCase) => {
      expect(distanceFromReference(unitCase, 12)).toBeLessThanOrEqual(0.5 + 2 ** -6);
    },
  );

  it('takes its steps for every bit that is set, and a cycle for a beat without any', () => {
    const inputs = [
      mask([32, 32], 8),
      stream([32, 16], { lanes: 8 }),
      stream([32, 16], { lanes: 8 }),
    ];
    const contract = bindUnit('sampled_matmul', inputs, { array: { simd: 8 }, output }).contract();
    expect(contract.intervalCycles).toBe(32 * 32 * 2);
    const cyclesOf = (bit: (i: number) => boolean): number => {
      const tensor = Int32Array.from({ length: 32 * 32 }, (_, i) => Number(bit(i)));
      const ends = contract.completions?.(new Array(8).fill(tensor)) ?? [];
      return (ends[7] as number) - (ends[6] as number);
    };
    expect(cyclesOf(() => true)).toBe(32 * 32 * 2);
    expect(cyclesOf((i) => i % 4 === 0)).toBe(32 * 8 * 2);
    expect(cyclesOf((i) => i % 32 === 5)).toBe(32 * (2 + 3));
  });
});

describe('a sampled_matmul that cannot be', () => {
  it('says why', () => {
    const problems = (first: ReturnType<typeof stream>, array: object = {}) =>
      problemsOf(() =>
        bindUnit('sampled_matmul', [first, stream([4, 5]), stream([6, 5])], { array, output }),
      );
    expect(problems(mask([4, 5]))).toEqual([
      "E_SHAPE at design.sampled_matmul0.mask: gives shape [4, 5], needs the product's [4, 6]",
    ]);
    expect(problems(stream([4, 6], { format: uint(2) }))[0]).toContain('needs uint1');
    expect(problems(mask([4, 6]), { simd: 6 })[0]).toContain('there are only 5 elements of depth');
  });
});
