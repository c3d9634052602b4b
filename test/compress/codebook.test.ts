import { describe, expect, it } from 'vitest';
import { fitCodebook } from '../../generator/compress/codebook.js';
import { weightMatrixOf } from '../../generator/compress/matrix.js';
import { int } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { randomIntegers } from '../../generator/numeric/random.js';

const matrixOf = (codes: readonly number[], rows: number) => {
  const weights = tensor.fromCodes([...codes], [rows, codes.length / rows], int(16), {
    scale: Array.from({ length: rows }, (_, row) => 0.5 ** row),
  });
  const matrix = weightMatrixOf({
    ...{ kind: 'node', name: 'dense', unit: 'dense', inputs: [] },
    parameters: { weights },
  });
  if (!matrix) throw new Error('dense has weights');
  return matrix;
};

const all = (length: number): Uint8Array => new Uint8Array(length).fill(1);

describe('a fitted codebook', () => {
  it('finds the values that all rows are made of, whatever their scale', () => {
    const shared = [-127, -40, 5, 90];
    const next = randomIntegers(4);
    const codes = Array.from({ length: 256 }, () => shared[next() % 4] as number);
    const { values } = fitCodebook(matrixOf(codes, 4), 4, all(256), undefined);
    expect(values).toEqual(shared);
  });

  it('has as many values as are asked, of 8 bits, or of 12 where they are many', () => {
    const next = randomIntegers(9);
    const codes = Array.from({ length: 4096 }, () => (next() % 20_001) - 10_000);
    const matrix = matrixOf(codes, 8);
    for (const [entries, largest] of [
      [7, 127],
      [16, 127],
      [256, 2047],
    ] as const) {
      const { values, bits } = fitCodebook(matrix, entries, all(4096), undefined);
      expect(values.length).toBe(entries);
      expect(Math.max(...values.map(Math.abs))).toBe(largest);
      expect(bits).toBe(Math.ceil(Math.log2(entries)));
      expect([...values].sort((a, b) => a - b)).toEqual(values);
      expect(fitCodebook(matrix, entries, all(4096), undefined)).toEqual({
        kind: 'codebook',
        bits,
        values,
      });
    }
  });

  it('has a zero where weights are pruned, or a row has no other', () => {
    const codes = [50, 60, 70, 80, 90, 99, 55, 64];
    const pruned = fitCodebook(
      matrixOf(codes, 1),
      4,
      Uint8Array.of(1, 1, 0, 1, 1, 1, 1, 1),
      undefined,
    );
    expect(pruned.values).toContain(0);
    expect(fitCodebook(matrixOf(codes, 1), 4, all(8), undefined).values).not.toContain(0);
    expect(
      fitCodebook(matrixOf([...codes, 0, 0, 0, 0, 0, 0, 0, 0], 2), 4, all(16), undefined).values,
    ).toContain(0);
    expect(fitCodebook(matrixOf([0, 0], 1), 4, all(2), undefined).values).toEqual([0, 1]);
  });
});
