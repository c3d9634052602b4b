import { describe, expect, it } from 'vitest';
import { quantizeRow } from '../../generator/compress/quantize.js';
import { randomIntegers } from '../../generator/numeric/random.js';

const next = randomIntegers(5);
const uniform = (): number => next() / 2 ** 31 - 1;

const grid = (least: number, most: number): Float64Array =>
  Float64Array.from({ length: most - least + 1 }, (_, i) => least + i);

const all = (length: number, value: 0 | 1 = 1): Uint8Array => new Uint8Array(length).fill(value);

const limits = (length: number) => ({ kept: all(length), leastScale: 0, scaleOfZeros: 0.5 });

/** d' C d of what the row loses. */
const lossOf = (
  values: Float64Array,
  codes: readonly number[],
  scale: number,
  covariance: Float64Array,
): number => {
  const lost = Array.from(values, (value, i) => value - scale * (codes[i] as number));
  let sum = 0;
  lost.forEach((a, i) => {
    lost.forEach((b, j) => {
      sum += a * b * (covariance[i * lost.length + j] as number);
    });
  });
  return sum;
};

/** Covariance of `count` random mixtures of a few sources: strongly correlated inputs. */
const correlated = (size: number, count: number): Float64Array => {
  const mixing = Array.from({ length: size * 3 }, uniform);
  const result = new Float64Array(size * size);
  for (let n = 0; n < count; n++) {
    const sources = [uniform(), uniform(), uniform()];
    const x = Array.from(
      { length: size },
      (_, i) =>
        sources.reduce((sum, s, k) => sum + s * (mixing[i * 3 + k] as number), 0) +
        0.05 * uniform(),
    );
    x.forEach((a, i) => {
      x.forEach((b, j) => {
        result[i * size + j] = (result[i * size + j] as number) + (a * b) / count;
      });
    });
  }
  return result;
};

describe('a row on a grid', () => {
  it('that it lies on is exact', () => {
    const codes = [-7, 3, 0, 1, 7, -2];
    const values = Float64Array.from(codes, (code) => code * 0.125);
    const { scale, indices } = quantizeRow(values, grid(-7, 7), limits(6), undefined);
    expect(Array.from(indices, (index) => index - 7)).toEqual(codes);
    expect(scale).toBeCloseTo(0.125, 12);
  });

  it('has the scale of least squared error within a fiftieth of every scale', () => {
    for (let trial = 0; trial < 20; trial++) {
      const values = Float64Array.from({ length: 24 }, () => uniform() ** 3);
      const row = quantizeRow(values, grid(-4, 3), limits(24), undefined);
      const errorAt = (scale: number): number =>
        values.reduce((sum, value) => {
          const code = Math.min(3, Math.max(-4, Math.round(value / scale)));
          return sum + (value - scale * code) ** 2;
        }, 0);
      const scales = Array.from({ length: 2000 }, (_, i) => (i + 1) / 2000);
      const least = Math.min(...scales.map(errorAt));
      expect(errorAt(row.scale)).toBeLessThanOrEqual(1.02 * least);
    }
  });

  it('knows what goes together: with a covariance the outputs lose less than by rounding', () => {
    let rounded = 0;
    let descended = 0;
    for (let trial = 0; trial < 10; trial++) {
      const covariance = correlated(16, 64);
      for (let i = 0; i < 16; i++) covariance[i * 17] = (covariance[i * 17] as number) + 1e-3;
      const values = Float64Array.from({ length: 16 }, uniform);
      const loss = (given: Float64Array | undefined): number => {
        const { scale, indices } = quantizeRow(values, grid(-4, 3), limits(16), given);
        return lossOf(
          values,
          Array.from(indices, (index) => index - 4),
          scale,
          covariance,
        );
      };
      rounded += loss(undefined);
      descended += loss(covariance);
    }
    expect(descended).toBeLessThan(0.3 * rounded);
  });

  it('leaves pruned weights zero, and lets the others make up for them', () => {
    const covariance = Float64Array.of(1, 0.95, 0.95, 1);
    const kept = Uint8Array.of(1, 0);
    const values = Float64Array.of(1, 1);
    const row = quantizeRow(values, grid(-128, 127), { ...limits(2), kept }, covariance);
    expect(row.indices[1]).toBe(128);
    const first = row.scale * ((row.indices[0] as number) - 128);
    expect(first).toBeCloseTo(1.95, 2);
  });

  it('of zeros keeps the scale that it had', () => {
    const row = quantizeRow(new Float64Array(3), grid(-8, 7), limits(3), undefined);
    expect(row.scale).toBe(0.5);
    expect([...row.indices]).toEqual([8, 8, 8]);
  });

  it('has no scale below the least', () => {
    const values = Float64Array.of(0.01, -0.02);
    const row = quantizeRow(values, grid(-8, 7), { ...limits(2), leastScale: 0.25 }, undefined);
    expect(row.scale).toBe(0.25);
  });
});
