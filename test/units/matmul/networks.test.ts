import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.js';
import type { StreamHandle } from '../../../generator/dsl/builder.js';
import { type DatapathMethods, datapath } from '../../../generator/dsl/datapath.js';
import { int } from '../../../generator/dsl/formats.js';
import type { FoldGoal } from '../../../generator/passes/fold.js';
import { STALL_PROFILES } from '../../../sim/run.js';
import { proveCompiled } from '../../support/network-proof.js';
import { randomTensor } from '../../support/streams.js';

const dense = (d: DatapathMethods, x: StreamHandle, seed: number): StreamHandle =>
  d.dense(x, {
    weights: randomTensor([6, 6], int(8), seed, 0.01),
    output: { format: int(8), scale: 0.1, zeroPoint: seed },
  });

const output = { format: int(8), scale: 0.2, zeroPoint: -4 } as const;

/** Streams that part and meet again in a product, on a matrix of 8 x 6. */
const networks: readonly (readonly [
  string,
  FoldGoal | undefined,
  (d: DatapathMethods, x: StreamHandle) => StreamHandle,
])[] = [
  [
    'a matrix times itself turned round',
    undefined,
    (d, x) => d.matmul(x, x, { transposeB: true, array: { rows: 2, columns: 4 }, output }),
  ],
  [
    'a matrix turned round times itself, weight stationary',
    undefined,
    (d, x) =>
      d.matmul(d.transpose(x, { permutation: [1, 0] }), x, {
        array: { dataflow: 'weight-stationary', rows: 4, columns: 2 },
        output,
      }),
  ],
  [
    'attention: scores, softmax, context',
    { kind: 'multipliers', budget: 24 },
    (d, x) => {
      const scores = d.matmul(dense(d, x, 1), dense(d, x, 2), { transposeB: true, output });
      return d.matmul(d.softmax(scores), dense(d, x, 3), { output });
    },
  ],
];

test.each(networks)(
  '%s',
  async (_, goal, describeNetwork) => {
    const design = datapath('meet', (d) => {
      const options = { format: int(8), scale: 0.05, zeroPoint: 4, lanes: 2 };
      d.output('y', describeNetwork(d, d.input('x', { shape: [8, 6], ...options })));
    }).build({ baseDirectory: '.' });
    const proof = await proveCompiled(compile(design, goal), {
      tensors: 12,
      stalls: STALL_PROFILES,
    });
    expect(proof.mismatches).toEqual([]);
    expect(proof.findings).toEqual([]);
    expect(proof.measured.intervalCycles).toBe(proof.promised.intervalCycles);
  },
  120_000,
);

/**
 * Attention of two heads on a matrix of 12 x 8: softmax rows come in bursts, and late, the values early. Or
 * two dense layers of different pace straight into a product.
 */
const staggered = (kind: 'heads' | 'dense', rows: number, columns: number) =>
  datapath('staggered', (d) => {
    const x = d.input('x', { shape: [12, 8], format: int(8), scale: 0.05, lanes: 1 });
    const layer = (seed: number, pe: number): StreamHandle =>
      d.dense(x, {
        weights: randomTensor([8, 8], int(8), seed, 0.01),
        array: { pe },
        output: { format: int(8), scale: 0.1 },
      });
    const byHead = (y: StreamHandle): StreamHandle =>
      d.transpose(d.reshape(y, { shape: [12, 2, 4] }), { permutation: [1, 0, 2] });
    const array = { rows, columns };
    if (kind === 'dense') {
      d.output('y', d.matmul(layer(1, 2), layer(2, 1), { transposeB: true, array, output }));
      return;
    }
    const scores = d.matmul(byHead(layer(1, 2)), byHead(layer(2, 2)), {
      transposeB: true,
      array: { rows: 1, columns: 6 },
      output,
    });
    const shares = d.softmax(scores, { beta: 0.25, lanes: 2 });
    d.output('y', d.matmul(shares, byHead(layer(3, 2)), { array, output }));
  }).build({ baseDirectory: '.' });

test.each([
  ['heads', 7, 1, 0],
  ['heads', 5, 2, 0],
  // A tile of one row behind a tile of eleven: what the row store gives meanwhile is known to a few cycles.
  ['heads', 11, 1, 0.01],
  ['dense', 1, 4, 0],
] as const)(
  'operands that come late and with gaps: %s, array of %i x %i, latency to a share of %d',
  async (kind, rows, columns, tolerance) => {
    const proof = await proveCompiled(compile(staggered(kind, rows, columns)), {
      tensors: 8,
      stalls: ['none'],
    });
    const { measured, promised } = proof;
    expect(proof.mismatches).toEqual([]);
    expect(measured.intervalCycles).toBe(promised.intervalCycles);
    const off = Math.abs((measured.latencyCycles ?? 0) - promised.latencyCycles);
    expect(off / promised.latencyCycles).toBeLessThanOrEqual(tolerance);
  },
  120_000,
);
