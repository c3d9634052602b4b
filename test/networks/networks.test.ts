import { describe, expect, it } from 'vitest';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { FoldGoal } from '../../generator/passes/fold.js';
import { proveNetwork } from '../support/network-proof.js';
import { networkBytes, networks } from './networks.js';

const multipliers = (budget: number): FoldGoal => ({ kind: 'multipliers', budget });

/** Which networks run here, and how far unrolled; `make regress` runs all of them at every size. */
const cases: readonly (readonly [string, FoldGoal])[] = [
  ['mobilenet v1', multipliers(64)],
  ['mobilenet v2', multipliers(256)],
  ['resnet of three stages', { kind: 'interval', cycles: 4000 }],
  ['temporal convolutions along the columns', multipliers(64)],
  ['gates, swish and leaky rectifiers', { kind: 'interval', cycles: 4000 }],
  ['squeeze and excitation', multipliers(64)],
  ['attention over pixels', { kind: 'interval', cycles: 1500 }],
];

describe('a network that nobody told us about', () => {
  it.each(cases)('%s: the Verilog is golden, at the promised cycles', async (name, goal) => {
    const network = networks.find((one) => one.name === name);
    if (!network) throw new Error(`there is no network ${name}`);
    const proof = await proveNetwork(importTflite(networkBytes(network, 1), 'net'), goal);
    expect({ mismatches: proof.mismatches, findings: proof.findings }).toEqual({
      mismatches: [],
      findings: [],
    });
    expect(proof.measured).toEqual(proof.promised);
  });
});
