import { describe, expect, it } from 'vitest';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { FoldGoal } from '../../generator/passes/fold.js';
import { proveNetwork } from '../support/network-proof.js';
import { writeNetwork } from '../support/network-writer.js';
import { networkBytes, networks } from './networks.js';

const multipliers = (budget: number): FoldGoal => ({ kind: 'multipliers', budget });

/** Which networks run here, and how far unrolled; `make regress` runs all of them at every size. */
const cases: readonly (readonly [string, FoldGoal])[] = [
  ['mobilenet v1', multipliers(64)],
  ['mobilenet v2', multipliers(256)],
  ['resnet of three stages', { kind: 'interval', cycles: 4000 }],
  ['temporal convolutions along the columns', multipliers(64)],
  ['inception', multipliers(16)],
  ['person detection', multipliers(64)],
  ['gates, swish and leaky rectifiers', { kind: 'interval', cycles: 4000 }],
  ['a thousand classes', multipliers(16)],
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

  it('that broadcasts a stream, as squeeze and excitation do, is refused with a reason', () => {
    const bytes = writeNetwork(1, (n) => {
      const x = n.conv(n.input([1, 6, 6, 3]), 8, { kernel: [3, 3], activation: 'relu' });
      const gate = n.unary('logistic', n.conv(n.mean(x, [1, 2], true), 8));
      return n.binary('mul', x, gate);
    });
    expect(() => importTflite(bytes, 'net')).toThrow(
      /takes shapes \[1, 6, 6, 8\] and \[1, 1, 1, 8\], needs two equal ones; only a constant may be broadcast/,
    );
  });
});
