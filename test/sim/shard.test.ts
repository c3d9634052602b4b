import { describe, expect, it } from 'vitest';
import { compareShards, simulateShards, splitRange } from '../../sim/shard.js';
import { counting, sliceSimulator } from './fixtures.js';

describe('shards', () => {
  it('split a range without gaps or empty parts', () => {
    expect(splitRange(7, 3)).toEqual([
      { start: 0, end: 2 },
      { start: 2, end: 4 },
      { start: 4, end: 7 },
    ]);
    expect(splitRange(2, 5)).toHaveLength(2);
  });

  it('give the same comparison as one process, tensors numbered in the whole', async () => {
    const simulator = await sliceSimulator();
    const inputs = new Map([['x', counting(7, 6)]]);
    const stimulus = { inputs, stall: 'both', seed: 1 } as const;
    const shards = await simulateShards(simulator, stimulus, { jobs: 3 });
    expect(compareShards(shards, new Map([['y', counting(7, 6)]]))).toEqual({
      first: undefined,
      wrongElements: 0,
      comparedElements: 42,
    });
    const wrong = counting(7, 6);
    wrong[5]?.set([99], 2);
    const { first, wrongElements } = compareShards(shards, new Map([['y', wrong]]));
    expect(first).toMatchObject({ kind: 'value', tensor: 5, index: 2, expected: 99n, actual: 53n });
    expect(wrongElements).toBe(1);
  });
});
