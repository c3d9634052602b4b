import { describe, expect, it } from 'vitest';
import { assemble } from '../../generator/compile.js';
import type { StreamHandle } from '../../generator/dsl/builder.js';
import { type DatapathMethods, datapath } from '../../generator/dsl/datapath.js';
import { int, mxfp4 } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { buffer } from '../../generator/passes/buffer.js';
import { fold } from '../../generator/passes/fold.js';
import { simplify } from '../../generator/passes/simplify.js';
import { proveCompiled } from '../support/network-proof.js';
import { type Activation, type NetworkWriter, writeNetwork } from '../support/network-writer.js';
import { randomTensor } from '../support/streams.js';

/** A block with an identity around it, then one with a projection. */
const residual = (n: NetworkWriter): Activation => {
  const three = { kernel: [3, 3], activation: 'relu' } as const;
  const x = n.conv(n.input([1, 12, 12, 3]), 8, three);
  const y = n.binary('add', n.conv(n.conv(x, 8, three), 8, { kernel: [3, 3] }), x, 'relu');
  const main = n.conv(n.conv(y, 16, { ...three, stride: [2, 2] }), 16, { kernel: [3, 3] });
  return n.binary('add', main, n.conv(y, 16, { stride: [2, 2] }), 'relu');
};

const buffered = (describeIt: (n: NetworkWriter) => Activation, budget: number): Datapath =>
  buffer(
    fold(simplify(importTflite(writeNetwork(3, describeIt), 'net')), {
      kind: 'multipliers',
      budget,
    }),
  );

interface Fifo {
  readonly node: string;
  readonly input: number;
  readonly depth: number;
}

const fifosOf = ({ nodes }: Datapath): readonly Fifo[] =>
  nodes.flatMap(({ name, parameters }) =>
    ((parameters['inputFifo'] ?? []) as readonly number[]).flatMap((depth, input) =>
      depth > 0 ? [{ node: name, input, depth }] : [],
    ),
  );

const withDepth = (given: Datapath, { node, input, depth }: Fifo): Datapath => ({
  ...given,
  nodes: given.nodes.map((one) => {
    if (one.name !== node) return one;
    const fifos = one.parameters['inputFifo'] as readonly number[];
    const inputFifo = fifos.map((own, i) => (i === input ? depth : own));
    return { ...one, parameters: { ...one.parameters, inputFifo } };
  }),
});

const run = (given: Datapath) =>
  proveCompiled(assemble(given), { stalls: ['none'], lint: false, tensors: 6 });

describe('buffers of a residual network', () => {
  const given = buffered(residual, 128);

  it('are there, and deep enough for the promised interval', async () => {
    expect(fifosOf(given)).toHaveLength(2);
    const { mismatches, measured, promised } = await run(given);
    expect(mismatches).toEqual([]);
    expect(measured).toEqual(promised);
  });

  it.each(fifosOf(given))(
    '$node input $input: a quarter less than $depth is too little',
    async (fifo) => {
      const cut = withDepth(given, { ...fifo, depth: Math.floor(0.75 * fifo.depth) });
      const { mismatches, measured, promised } = await run(cut);
      const deadlocks = mismatches.some((text) => text.includes('deadlock'));
      const late = (measured.intervalCycles ?? 0) > promised.intervalCycles;
      expect(deadlocks || late).toBe(true);
    },
  );
});

describe('a gate over all pixels', () => {
  const gated = buffered((n) => {
    const x = n.conv(n.input([1, 9, 8, 3]), 8, { kernel: [3, 3], activation: 'relu' });
    return n.binary('mul', x, n.unary('logistic', n.conv(n.mean(x, [1, 2], true), 8)));
  }, 64);

  it('waits beside a buffer of the pixels, for the promised cycles', async () => {
    const [pixels, ...others] = fifosOf(gated);
    expect(others).toEqual([]);
    expect(pixels?.input).toBe(0);
    const { mismatches, measured, promised } = await run(gated);
    expect(mismatches).toEqual([]);
    expect(measured).toEqual(promised);
  });

  it.each(fifosOf(gated))('a quarter less than $depth is too little', async (fifo) => {
    const cut = withDepth(gated, { ...fifo, depth: Math.floor(0.75 * fifo.depth) });
    const { mismatches, measured, promised } = await run(cut);
    const deadlocks = mismatches.some((text) => text.includes('deadlock'));
    expect(deadlocks || (measured.intervalCycles ?? 0) > promised.intervalCycles).toBe(true);
  });
});

describe('what makes few vectors of many beside a shortcut', () => {
  it.each(['max', 'average'] as const)('a sliding %s pool does not deadlock', async (kind) => {
    const pooled = buffered((n) => {
      const x = n.conv(n.input([1, 10, 12, 3]), 8, { kernel: [3, 3], activation: 'relu' });
      const size = { kernel: [3, 3], stride: [1, 1], padding: 'same' } as const;
      return n.concatenate([x, n.pool(kind, x, size)]);
    }, 64);
    const { mismatches, measured, promised } = await run(pooled);
    expect(mismatches).toEqual([]);
    expect(measured).toEqual(promised);
  });

  it('a mean behind a full pipeline hides no shallow buffer', async () => {
    const full = buffered((n) => {
      const x = n.conv(n.input([1, 3, 10, 4]), 9, { kernel: [1, 3] });
      const y = n.conv(n.depthwise(n.depthwise(x, { kernel: [1, 3] })), 9, { kernel: [3, 1] });
      return n.dense(n.mean(n.binary('sub', x, y), [1, 2]), 3);
    }, 256);
    const { mismatches, measured, promised } = await run(full);
    expect(mismatches).toEqual([]);
    expect(measured.intervalCycles).toBe(promised.intervalCycles);
  });
});

describe('element by element, each at the pace of the whole', () => {
  const output = { scale: 0.05 };
  const byElement = (describeIt: (d: DatapathMethods, x: StreamHandle) => StreamHandle) =>
    buffer(
      datapath('elements', (d) => {
        const x = d.input('x', { shape: [8, 16], format: int(8), scale: 0.05 });
        d.output('y', describeIt(d, x));
      }).build({ baseDirectory: '.' }),
    );

  it('a way that is shorter by a few cycles has them in a FIFO', async () => {
    const parted = byElement((d, x) => {
      const gains = tensor.of(
        Array.from({ length: 16 }, (_, i) => i - 8),
        int(8),
        { scale: 0.1 },
      );
      const longer = d.add(d.multiply(x, gains, { output }), gains, { output });
      return d.subtract(d.multiply(x, gains, { output }), longer, { output });
    });
    const [fifo, ...others] = fifosOf(parted);
    expect(others).toEqual([]);
    expect(fifo?.depth).toBeLessThan(16);
    const { mismatches, measured, promised } = await run(parted);
    expect(mismatches).toEqual([]);
    expect(measured).toEqual(promised);
    const cut = await run(withDepth(parted, { ...(fifo as Fifo), depth: 0 }));
    expect(cut.measured.intervalCycles).toBeGreaterThan(promised.intervalCycles);
  });

  it('rows meet their means, whose axis comes back behind a reshape', async () => {
    const centred = byElement((d, x) => {
      const means = d.reshape(d.mean(x, { axes: [1], output }), { shape: [8, 1] });
      return d.subtract(x, d.relu(means), { output });
    });
    const { mismatches, measured, promised } = await run(centred);
    expect(mismatches).toEqual([]);
    expect(measured).toEqual(promised);
  });
});

describe('buffers of attention', () => {
  /** Queries and keys of one input, by heads, and their scores. */
  const scores = (tokens: number, heads: number, budget: number): Datapath => {
    const output = { format: int(8), scale: 0.1 };
    const given = datapath('attention', (d) => {
      const x = d.input('x', { shape: [tokens, 16], format: int(8), scale: 0.05 });
      const byHead = (seed: number): StreamHandle => {
        const weights = randomTensor([16, 16], int(8), seed, 0.01);
        const cut = { shape: [tokens, heads, 16 / heads] };
        const rows = d.reshape(d.dense(x, { weights, output }), cut);
        return d.transpose(rows, { permutation: [1, 0, 2] });
      };
      d.output('y', d.matmul(byHead(1), byHead(2), { transposeB: true, output }));
    }).build({ baseDirectory: '.' });
    return buffer(fold(simplify(given), { kind: 'multipliers', budget }));
  };

  it.each([
    [12, 4, 32],
    [16, 2, 32],
  ])('blocks that come free while a vector is under way: %d tokens, %d heads', async (...of) => {
    const given = scores(...of);
    const [fifo, ...others] = fifosOf(given);
    expect(others).toEqual([]);
    const { mismatches, measured, promised } = await run(given);
    expect(mismatches).toEqual([]);
    expect(measured).toEqual(promised);
    const cut = await run(withDepth(given, { ...(fifo as Fifo), depth: 0 }));
    expect(cut.measured.intervalCycles).toBeGreaterThan(promised.intervalCycles);
  });
});

describe('buffers of streams that part and meet in one unit', () => {
  it.each([
    [[6, 7], 1, { rows: 1, columns: 2 }],
    [[6, 7], 7, { rows: 2, columns: 1 }],
  ] as const)('rows %j, %d lanes, a tile of columns at a time', async (shape, lanes, array) => {
    const given = buffer(
      datapath('twice', (d) => {
        const x = d.input('x', { shape, format: int(4), lanes });
        const y = d.matmul(x, x, {
          transposeB: true,
          array: { dataflow: 'weight-stationary', ...array },
          output: { format: int(8), scale: 1 },
        });
        d.output('y', y);
      }).build({ baseDirectory: '.' }),
    );
    const { mismatches, measured, promised } = await run(given);
    expect(mismatches).toEqual([]);
    expect(measured).toEqual(promised);
    const depths = fifosOf(given);
    expect(depths).toHaveLength(1);
    const cut = await run(withDepth(given, { ...(depths[0] as Fifo), depth: 0 }));
    expect(cut.mismatches).not.toEqual([]);
  });

  it('scales wait for a beat of several rows, however slow another unit is', async () => {
    const given = buffer(
      datapath('beats', (d) => {
        const z = d.input('z', { shape: [6, 3, 3], format: int(8), lanes: 4 });
        const slow = d.matmul(z, z, { transposeB: true, output: { format: int(8), scale: 3 } });
        d.output('slow', slow);
        const x = d.input('x', { shape: [5, 2], format: int(8), lanes: 9 });
        const { elements, scales } = d.mxQuantize(x, { format: mxfp4() });
        const weights = tensor.mx([[1, -2]], mxfp4());
        const y = d.mxDense(elements, scales, {
          weights: weights.elements,
          weightScales: weights.scales,
          output: { format: int(8), scale: 0.2 },
        });
        d.output('y', y);
      }).build({ baseDirectory: '.' }),
    );
    const { mismatches, measured, promised } = await run(given);
    expect(mismatches).toEqual([]);
    expect(measured).toEqual(promised);
  });
});
