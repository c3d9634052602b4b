import { expect, it } from 'vitest';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { FoldGoal } from '../../generator/passes/fold.js';
import { STALL_PROFILES } from '../../sim/run.js';
import { networkBytes, networks } from '../networks/networks.js';
import { proveNetwork } from '../support/network-proof.js';

const goals: readonly FoldGoal[] = [
  ...[16, 64, 256, 1024].map((budget): FoldGoal => ({ kind: 'multipliers', budget })),
  { kind: 'interval', cycles: 4000 },
];

/** Buffers are as deep as the interval needs; the first tensor may wait a little longer at them. */
const latencyTolerance = 1.01;

const cases = networks.flatMap((network) => goals.map((goal) => ({ network, goal })));

it.each(cases)('$network.name at $goal', async ({ network, goal }) => {
  const datapath = importTflite(networkBytes(network, 1), 'net');
  const proof = await proveNetwork(datapath, goal, { stalls: STALL_PROFILES });
  expect([...proof.mismatches, ...proof.findings]).toEqual([]);
  expect(proof.measured.intervalCycles).toBe(proof.promised.intervalCycles);
  expect(proof.measured.latencyCycles).toBeLessThanOrEqual(
    proof.promised.latencyCycles * latencyTolerance,
  );
});
