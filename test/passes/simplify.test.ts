import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { type DatapathMethods, datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { simplify } from '../../generator/passes/simplify.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { goldenOutputs } from '../../sim/verify.js';
import { proveCompiled } from '../support/network-proof.js';
import { randomNetwork } from '../support/random-network.js';
import { randomBias } from '../support/streams.js';

const output = { format: int(8), scale: 0.1, zeroPoint: 3 };

/** [outputs, 1, 1, inputs] with ones, zeros in those rows and columns. */
const pointwise = (
  shape: readonly [number, number],
  zeros: { rows?: readonly number[]; columns?: readonly number[] } = {},
) => {
  const [outputs, inputs] = shape;
  const codes = Array.from({ length: outputs * inputs }, (_, i) => {
    const isZero =
      zeros.rows?.includes(Math.floor(i / inputs)) || zeros.columns?.includes(i % inputs);
    return isZero ? 0 : 1 + (i % 50);
  });
  return tensor.fromCodes(codes, [outputs, 1, 1, inputs], int(8), { scale: 0.02 });
};

const build = (describeIt: (d: DatapathMethods) => void): Datapath =>
  datapath('net', describeIt).build({ baseDirectory: '.' });

const image = (d: DatapathMethods, channels: number, zeroPoint = 0) =>
  d.input('x', { shape: [4, 5, channels], format: int(8), scale: 0.05, zeroPoint });

/** Output channels of each node. */
const channelsOf = (given: Datapath): Readonly<Record<string, number>> => {
  const { nodes, streams } = bindDatapath(given);
  return Object.fromEntries(
    nodes.map(({ node }) => [node.name, streams.get(node.name)?.shape.at(-1) ?? 0]),
  );
};

const expectSame = (given: Datapath): void => {
  const inputs = stimulusFor(given.inputs, 8, 1);
  expect(goldenOutputs(bindDatapath(simplify(given)), inputs)).toEqual(
    goldenOutputs(bindDatapath(given), inputs),
  );
};

describe('channels that nobody reads', () => {
  const chain = build((d) => {
    const a = d.conv2d(image(d, 3), { name: 'a', weights: pointwise([8, 3]), output });
    const b = d.relu(a, { name: 'b' });
    const c = d.depthwiseConv2d(b, {
      name: 'c',
      weights: tensor.fromCodes(Array(72).fill(7), [1, 3, 3, 8], int(8), { scale: 0.02 }),
      output,
    });
    const weights = pointwise([4, 8], { columns: [1, 2, 6] });
    d.output('y', d.conv2d(c, { name: 'd', weights, output }));
  });

  it('go, back through layers that keep channels apart', () => {
    expect(channelsOf(simplify(chain))).toEqual({ a: 5, b: 5, c: 5, d: 4 });
    expectSame(chain);
  });

  it('count in figures of the whole model', () => {
    const whole = (name: string) => simplify(chain).nodes.find((n) => n.name === name)?.whole;
    expect(whole('a')).toEqual({ macs: 480, effectualMacs: 480 });
    expect(whole('d')).toEqual({ macs: 640, effectualMacs: 400 });
  });

  /** A shortcut around `b`, whose channel 5 is read, or not, by `b` too. */
  const shortcut = (columns: readonly number[]): Datapath =>
    build((d) => {
      const a = d.conv2d(image(d, 3), { name: 'a', weights: pointwise([6, 3]), output });
      const b = d.conv2d(a, { name: 'b', weights: pointwise([6, 6], { columns }), output });
      const sum = d.add(a, b, { name: 'sum', output });
      const weights = pointwise([2, 6], { columns: [5] });
      d.output('y', d.conv2d(sum, { name: 'c', weights, output }));
    });

  it('go on both sides of a sum, unless one side is read elsewhere', () => {
    expect(channelsOf(simplify(shortcut([0, 5])))).toEqual({ a: 5, b: 5, sum: 5, c: 2 });
    expect(channelsOf(simplify(shortcut([0])))).toEqual({ a: 6, b: 6, sum: 6, c: 2 });
    expectSame(shortcut([0, 5]));
    expectSame(shortcut([0]));
  });

  it('leave one where none is read', () => {
    const given = build((d) => {
      const a = d.conv2d(image(d, 3), { name: 'a', weights: pointwise([6, 3]), output });
      const weights = pointwise([2, 6], { rows: [0, 1] });
      d.output('y', d.conv2d(a, { name: 'b', weights, bias: randomBias(2, 900, 1), output }));
    });
    expect(channelsOf(simplify(given))).toEqual({ a: 1, b: 2 });
    expectSame(given);
  });
});

describe('constant channels', () => {
  const bias = randomBias(6, 900, 3);

  it('become part of the bias of who reads them, through what is between', () => {
    const given = build((d) => {
      const weights = pointwise([6, 3], { rows: [1, 2, 5] });
      const a = d.conv2d(image(d, 3), { name: 'a', weights, bias, output });
      const pooled = d.averagePool(a, { name: 'pool', size: [4, 5] });
      const mean = d.mean(d.relu(pooled, { name: 'b' }), { name: 'mean', axes: [0, 1], output });
      const last = tensor.fromCodes(
        Array.from({ length: 24 }, (_, i) => i + 1),
        [4, 6],
        int(8),
        { scale: 0.02 },
      );
      d.output('y', d.dense(mean, { name: 'c', weights: last, output }));
    });
    expect(channelsOf(simplify(given))).toEqual({ a: 3, pool: 3, b: 3, mean: 3, c: 4 });
    expectSame(given);
  });

  const padded = (zeroBias: boolean): Datapath =>
    build((d) => {
      const weights = pointwise([6, 3], { rows: [1] });
      const a = d.conv2d(image(d, 3), {
        name: 'a',
        weights,
        ...(zeroBias ? {} : { bias: randomBias(6, 30_000, 5) }),
        output,
      });
      const kernel = tensor.fromCodes(Array(108).fill(3), [2, 3, 3, 6], int(8), { scale: 0.02 });
      d.output('y', d.conv2d(a, { name: 'b', weights: kernel, output }));
    });

  it('stay where windows see padding beside them', () => {
    expect(channelsOf(simplify(padded(false)))).toEqual({ a: 6, b: 2 });
    expectSame(padded(false));
  });

  it('go where the padding is the same: the zero point', () => {
    expect(channelsOf(simplify(padded(true)))).toEqual({ a: 5, b: 2 });
    expectSame(padded(true));
  });

  it('stay where a bias would leave int32', () => {
    const given = build((d) => {
      const weights = pointwise([6, 3], { rows: [1] });
      const a = d.conv2d(image(d, 3), {
        name: 'a',
        weights,
        bias: randomBias(6, 30_000, 5),
        output,
      });
      const largest = tensor.fromCodes([2 ** 31 - 1, -(2 ** 31)], [2], int(32));
      d.output('y', d.conv2d(a, { name: 'b', weights: pointwise([2, 6]), bias: largest, output }));
    });
    expect(channelsOf(simplify(given))['a']).toBe(6);
    expectSame(given);
  });
});

describe('padding', () => {
  const weights = tensor.fromCodes(Array(54).fill(5), [2, 3, 3, 3], int(8), { scale: 0.02 });
  const padAnd = (code: number, size = 1): Datapath =>
    build((d) => {
      const sides = { before: [size, 1, 0], after: [0, 1, 0], code };
      const padded = d.pad(image(d, 3, 4), { name: 'pad', ...sides });
      d.output('y', d.conv2d(padded, { name: 'a', weights, padding: 'valid', output }));
    });
  const kinds = (given: Datapath) => simplify(given).nodes.map(({ unit }) => unit);

  it('of zero points goes into the convolution behind it', () => {
    expect(kinds(padAnd(4))).toEqual(['conv2d']);
    expectSame(padAnd(4));
  });

  it('of other codes, or wider than the kernel, stays', () => {
    expect(kinds(padAnd(5))).toEqual(['pad', 'conv2d']);
    expect(kinds(padAnd(4, 3))).toEqual(['pad', 'conv2d']);
    expectSame(padAnd(5));
  });
});

describe('random networks with many zeros', () => {
  it('compute the same when simplified', () => {
    for (let seed = 1; seed <= 60; seed++) expectSame(importTflite(randomNetwork(seed), 'net'));
  });

  it('do so in Verilog', async () => {
    const given = importTflite(randomNetwork(29), 'net');
    const macs = (d: Datapath): number =>
      bindDatapath(d).nodes.reduce((sum, { unit }) => sum + unit.contract().macs, 0);
    expect(macs(simplify(given))).toBeLessThan(macs(given));
    const compiled = compile(given, { kind: 'multipliers', budget: 64 });
    expect((await proveCompiled(compiled)).mismatches).toEqual([]);
  });
});
