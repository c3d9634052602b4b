import { describe, expect, it } from 'vitest';
import { int, uint } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { problemsOf } from '../support/golden.js';

describe('number formats', () => {
  it.each([0, 65, 1.5, -1, Number.NaN])('have 1 to 64 bits: not %d', (bits) => {
    expect(problemsOf(() => int(bits))).toEqual([
      `E_FORMAT at int(${bits}): a number format has 1 to 64 bits`,
    ]);
    expect(problemsOf(() => uint(bits))).toHaveLength(1);
  });
});

describe('constant tensors', () => {
  it('take their shape from nested arrays', () => {
    const made = tensor.of([[[1, 2]], [[3, 4]], [[-8, 7]]], int(4), { scale: [1, 2, 3] });
    expect(made).toMatchObject({
      shape: [3, 1, 2],
      format: int(4),
      scale: [1, 2, 3],
      zeroPoint: 0,
    });
    expect([...made.data]).toEqual([1, 2, 3, 4, -8, 7]);
  });

  it('hold codes wider than 32 bits exactly', () => {
    const made = tensor.fromCodes([2n ** 62n + 1n, -(2n ** 63n)], [2], int(64));
    expect([...made.data]).toEqual([2n ** 62n + 1n, -(2n ** 63n)]);
  });

  it.each([
    [
      'a code outside the format',
      () => tensor.of([7, 8], int(4)),
      'E_TENSOR at tensor.of: element 1 is 8, no code of int4 (-8 .. 7)',
    ],
    [
      'a negative code of an unsigned format',
      () => tensor.of([-1], uint(4)),
      'E_TENSOR at tensor.of: element 0 is -1, no code of uint4 (0 .. 15)',
    ],
    [
      'a fraction',
      () => tensor.of([0, 0.5], int(4)),
      'E_TENSOR at tensor.of: element 1 is 0.5, no code of int4 (-8 .. 7)',
    ],
    [
      'rows of different length',
      () => tensor.of([[1, 2], [3]], int(4)),
      'E_TENSOR at tensor.of: rows differ in length: 3 elements do not fill [2, 2]',
    ],
    [
      'a shape that is not filled',
      () => tensor.fromCodes([1, 2, 3], [2, 2], int(4)),
      'E_TENSOR at tensor.fromCodes: 3 elements do not fill [2, 2]',
    ],
  ])('refuse %s', (_, make, message) => {
    expect(problemsOf(make)).toEqual([message]);
  });
});
