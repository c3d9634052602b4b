import { expect, it } from 'vitest';
import { wrongWith } from '../support/random-datapath/proof.js';
import { randomDatapath } from '../support/random-datapath/random-datapath.js';

it.each([3001, 3002, 3003, 3004])(
  'random datapath %d: the Verilog is golden, at the promised cycles',
  async (seed) => {
    expect(await wrongWith(randomDatapath(seed, 3), { seed, lint: true })).toEqual([]);
  },
);
