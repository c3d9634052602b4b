import { expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { isSinterError } from '../../generator/error.js';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { proveCompiled } from '../support/network-proof.js';
import { randomNetwork } from '../support/random-network.js';

const networks = 100;
const budgets = [24, 64, 256, 1024] as const;

/** For the budget that falls to it, or the next one that all its layers fit in. */
const compiledFor = (datapath: Datapath, first: number) => {
  for (const budget of budgets.slice(first)) {
    try {
      return compile(datapath, { kind: 'multipliers', budget });
    } catch (error) {
      if (!isSinterError(error) || !error.message.includes('raise --multipliers')) throw error;
    }
  }
  throw new Error('no budget is large enough');
};

it.each(Array.from({ length: networks }, (_, seed) => seed + 1))(
  'random network %d: the Verilog is golden, at the promised interval',
  async (seed) => {
    const datapath = importTflite(randomNetwork(seed), 'net');
    const proof = await proveCompiled(compiledFor(datapath, seed % 3), { lint: seed % 4 === 0 });
    expect([...proof.mismatches, ...proof.findings]).toEqual([]);
    expect(proof.measured.intervalCycles).toBe(proof.promised.intervalCycles);
  },
);
