import { describe, expect, it } from 'vitest';
import { parseSparsity } from '../../generator/compress/encoding.js';
import type { WeightMatrix } from '../../generator/compress/matrix.js';
import { keptWeights } from '../../generator/compress/prune.js';
import { randomIntegers } from '../../generator/numeric/random.js';

const matrixOf = (rows: number, columns: number, channels: number, seed = 1): WeightMatrix => {
  const next = randomIntegers(seed);
  const values = Float64Array.from({ length: rows * columns }, () => next() / 2 ** 31 - 1);
  return {
    rows,
    columns,
    channels,
    values,
    indexOf: (row, column) => row * columns + column,
    tensor: {
      kind: 'constant',
      shape: [rows, columns],
      format: { kind: 'int', bits: 8 },
      scale: 1,
      zeroPoint: 0,
      data: new Int32Array(rows * columns),
      origin: 'test',
    },
  };
};

const sparsity = (text: string) => parseSparsity(text, 'test');

describe('weights that stay', () => {
  it.each([
    ['2:4', 12, 12],
    ['1:4', 18, 6],
    ['4:8', 20, 10],
  ])('%s: the largest of each group, groups within a tap', (text, columns, channels) => {
    const matrix = matrixOf(5, columns, channels);
    const kept = keptWeights(matrix, sparsity(text), undefined);
    const [n = 0, m = 0] = text.split(':').map(Number);
    for (let row = 0; row < 5; row++) {
      for (let tap = 0; tap < columns; tap += channels) {
        for (let group = 0; group < channels; group += m) {
          const size = Math.min(m, channels - group);
          const from = row * columns + tap + group;
          const inside = Array.from({ length: size }, (_, i) => from + i);
          const stay = inside.filter((i) => kept[i] === 1);
          const go = inside.filter((i) => kept[i] === 0);
          expect(stay).toHaveLength(Math.min(n, size));
          const magnitude = (i: number): number => Math.abs(matrix.values[i] as number);
          const least = Math.min(...stay.map(magnitude));
          expect(go.every((i) => magnitude(i) <= least)).toBe(true);
        }
      }
    }
  });

  it('a percentage: that many of the layer go, the smallest', () => {
    const matrix = matrixOf(10, 10, 10);
    const kept = keptWeights(matrix, sparsity('73%'), undefined);
    expect(kept.reduce((a, b) => a + b, 0)).toBe(27);
  });

  it('count by what their inputs do', () => {
    const matrix = { ...matrixOf(1, 2, 2), values: Float64Array.of(1, 0.5) };
    const covariance = Float64Array.of(1, 0, 0, 9);
    const half = sparsity('50%');
    expect([...keptWeights(matrix, half, undefined)]).toEqual([1, 0]);
    expect([...keptWeights(matrix, half, () => covariance)]).toEqual([0, 1]);
  });

  it('are all of a layer whose outputs have an input each', () => {
    expect([...keptWeights(matrixOf(2, 2, 0), sparsity('50%'), undefined)]).toEqual([1, 1, 1, 1]);
  });
});

describe('a sparsity', () => {
  it.each(['4:2', '4:4', '0:4', '2:64', '100%', 'half', ''])('%s is none', (text) => {
    expect(() => parseSparsity(text, '--sparsity')).toThrow(
      `E_ARGUMENT at --sparsity: gives ${text}, needs n:m with n < m <= 32, a percentage below 100 %, or dense; write 2:4 or 80%`,
    );
  });
});
