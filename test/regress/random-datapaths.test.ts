import { expect, it } from 'vitest';
import { wrongWith } from '../support/random-datapath/proof.js';
import { randomDatapath } from '../support/random-datapath/random-datapath.js';

const first = 2015;
const datapaths = 45;

it.each(Array.from({ length: datapaths }, (_, i) => first + i))(
  'random datapath %d: the Verilog is golden, at the promised cycles',
  async (seed) => {
    expect(await wrongWith(randomDatapath(seed, 4), { seed, lint: seed % 4 === 0 })).toEqual([]);
  },
);
