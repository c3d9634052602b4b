import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.js';
import { datapath } from '../../../generator/dsl/datapath.js';
import { int } from '../../../generator/dsl/formats.js';
import { STALL_PROFILES } from '../../../sim/run.js';
import { proveCompiled } from '../../support/network-proof.js';
import { randomBias, randomTensor } from '../../support/streams.js';

/** The row-stationary array between a convolution and a pool, and beside the stream that it is added to. */
const residual = datapath('residual', (d) => {
  const x = d.input('x', { shape: [7, 6, 3], format: int(8), scale: 0.05, zeroPoint: 4, lanes: 3 });
  const output = { format: int(8), scale: 0.2, zeroPoint: -3 };
  const first = d.conv2d(x, { weights: randomTensor([4, 3, 3, 3], int(8), 1, 0.01), output });
  const second = d.rowStationaryConv2d(first, {
    weights: randomTensor([4, 3, 3, 4], int(8), 2, 0.01),
    bias: randomBias(4, 900, 2),
    array: { columns: 3 },
    output,
  });
  const sum = d.add(first, second, { output });
  d.output('y', d.averagePool(sum, { size: [3, 3] }));
}).build({ baseDirectory: '.' });

test('a residual network through a row-stationary array', async () => {
  const compiled = compile(residual, { kind: 'multipliers', budget: 32 });
  const proof = await proveCompiled(compiled, { tensors: 10, stalls: STALL_PROFILES });
  expect(proof.mismatches).toEqual([]);
  expect(proof.findings).toEqual([]);
  expect(proof.measured.intervalCycles).toBe(proof.promised.intervalCycles);
  expect(proof.measured.latencyCycles).toBe(proof.promised.latencyCycles);
}, 120_000);
