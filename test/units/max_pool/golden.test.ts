import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { maxPool } from '../../../generator/units/max_pool/unit.js';
import { stream } from '../../support/streams.js';

const pool = (input: StreamType, parameters: object, codes: readonly number[]): number[] => [
  ...narrow(maxPool.bind(parameters, [input], 'net.pool').golden([Int32Array.from(codes)])),
];

describe('the golden model of max_pool', () => {
  it('takes the largest code of each window, padding left out', () => {
    const codes = [-9, -8, -7, -6, -5, -4, -3, -2, -1];
    expect(
      pool(stream([3, 3, 1]), { size: [2, 2], stride: [1, 1], padding: 'same' }, codes),
    ).toEqual([-5, -4, -4, -2, -1, -1, -2, -1, -1]);
    expect(pool(stream([3, 3, 1]), { size: [2, 2], stride: [1, 1] }, codes)).toEqual([
      -5, -4, -2, -1,
    ]);
  });

  it('pools each channel alone; the stride is the size unless told', () => {
    const codes = Array.from({ length: 4 * 4 * 2 }, (_, i) => (i % 2 === 0 ? i : -i));
    expect(pool(stream([4, 4, 2]), { size: [2, 2] }, codes)).toEqual([
      10, -1, 14, -5, 26, -17, 30, -21,
    ]);
  });

  it('clamps to the activation', () => {
    const input = stream([1, 2, 1], { scale: 0.1, zeroPoint: 3 });
    expect(pool(input, { size: [1, 2], activation: 'relu' }, [-100, -50])).toEqual([3]);
    expect(pool(input, { size: [1, 2], activation: 'relu_n1_to_1' }, [-100, 50])).toEqual([13]);
  });

  it('is what real numbers give', () => {
    const input = stream([2, 2, 1], { format: uint(8), scale: 0.5, zeroPoint: 10 });
    const unit = maxPool.bind({ size: [2, 2], activation: 'relu6' }, [input], 'net.pool');
    expect([...unit.reference([Float64Array.of(1, 2.5, -3, 0)])]).toEqual([2.5]);
    expect([...unit.reference([Float64Array.of(7, 2.5, -3, 0)])]).toEqual([6]);
  });
});

describe('a max_pool that cannot be', () => {
  it('says which format it cannot take', () => {
    expect(() =>
      maxPool.bind({ size: [1, 1] }, [stream([1, 1, 1], { format: int(40) })], 'net.pool'),
    ).toThrow('E_FORMAT at net.pool.in: gives int40, at most 31 bits are supported');
  });

  it('says which parameter it does not know', () => {
    expect(() =>
      maxPool.bind({ size: [1, 1], kernel: 3 }, [stream([1, 1, 1])], 'net.pool'),
    ).toThrow('E_PARAMETER at net.pool: has no parameter kernel');
  });
});
