import { describe, expect, it } from 'vitest';
import { quantizePairs } from '../../generator/compress/pairs.js';
import { encodeValues } from '../../generator/ir/values.js';
import { randomIntegers } from '../../generator/numeric/random.js';

const next = randomIntegers(8);
const uniform = (): number => next() / 2 ** 31 - 1;
const limits = (length: number) => ({
  kept: new Uint8Array(length).fill(1),
  leastScale: 0,
  scaleOfZeros: 0.5,
});

const errorOf = (values: Float64Array, scale: number, worths: Float64Array): number =>
  values.reduce((sum, value, i) => sum + (value - scale * (worths[i] as number)) ** 2, 0);

describe('a row in outlier-victim pairs', () => {
  it('that is one is exact', () => {
    const codes = [7, -3, 0, -64, 12, 0, 5, 1, 0, 0, -7, 2];
    const row = quantizePairs(
      Float64Array.from(codes, (code) => 0.25 * code),
      limits(12),
      undefined,
    );
    expect([...row.worths].map((worth) => worth + 0)).toEqual(codes);
    expect(row.scale).toBeCloseTo(0.25, 12);
  });

  it('always has codes, and with outliers loses less than a row that clips or coarsens them', () => {
    for (let trial = 0; trial < 10; trial++) {
      const values = Float64Array.from({ length: 64 }, () => uniform());
      values[10] = 9;
      values[41] = -6;
      const { scale, worths } = quantizePairs(values, limits(64), undefined);
      expect(encodeValues({ kind: 'olive', bits: 4 }, worths)).toBeInstanceOf(Int32Array);
      const least = Math.min(
        ...Array.from({ length: 500 }, (_, i) => {
          const step = ((i + 1) * 9) / 7 / 500;
          const plain = values.map((value) => Math.max(-7, Math.min(7, Math.round(value / step))));
          return errorOf(values, step, plain);
        }),
      );
      expect(errorOf(values, scale, worths)).toBeLessThan(0.5 * least);
    }
  });

  it('with a covariance leaves the outputs closer than by rounding', () => {
    const size = 12;
    const covariance = new Float64Array(size * size).fill(0.9);
    for (let i = 0; i < size; i++) covariance[i * (size + 1)] = 1;
    const loss = (values: Float64Array, given: Float64Array | undefined): number => {
      const { scale, worths } = quantizePairs(values, limits(size), given);
      const lost = values.map((value, i) => value - scale * (worths[i] as number));
      return lost.reduce(
        (sum, a, i) =>
          sum + lost.reduce((own, b, j) => own + a * b * (covariance[i * size + j] as number), 0),
        0,
      );
    };
    let rounded = 0;
    let descended = 0;
    for (let trial = 0; trial < 10; trial++) {
      const values = Float64Array.from({ length: size }, uniform);
      rounded += loss(values, undefined);
      descended += loss(values, covariance);
    }
    expect(descended).toBeLessThan(0.5 * rounded);
  });

  it('leaves pruned weights zero, and a row of zeros its scale', () => {
    const kept = Uint8Array.of(0, 1, 1, 0);
    const row = quantizePairs(Float64Array.of(3, 1, 1, 9), { ...limits(4), kept }, undefined);
    expect([row.worths[0], row.worths[3]].map((worth) => (worth as number) + 0)).toEqual([0, 0]);
    expect(quantizePairs(new Float64Array(4), limits(4), undefined).scale).toBe(0.5);
  });
});
