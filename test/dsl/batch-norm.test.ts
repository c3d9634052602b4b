import { describe, expect, it } from 'vitest';
import type { StreamHandle } from '../../generator/dsl/builder.js';
import { type DatapathMethods, datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { runGolden } from '../../generator/golden.js';
import { narrow } from '../../generator/ir/codes.js';
import { rangeOf } from '../../generator/ir/format.js';
import { randomIntegers } from '../../generator/numeric/random.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { problemsOf } from '../support/golden.js';
import { randomBias, randomTensor } from '../support/streams.js';

const build = (describe_: (d: DatapathMethods) => void) =>
  datapath('net', describe_).build({ baseDirectory: '.' });

const gamma = [1.5, -0.7, 0, 1];
const beta = [0.1, -2, 0.5, 0];
const mean = [3, -1, 2, 0];
const variance = [4, 0.25, 1, 9];
const norm = { gamma, beta, mean, variance, epsilon: 1e-3, output: { scale: 0.05, zeroPoint: -3 } };

/** The normalization in real numbers. */
const normalised = (value: number, c: number): number =>
  ((value - (mean[c] as number)) / Math.sqrt((variance[c] as number) + 1e-3)) *
    (gamma[c] as number) +
  (beta[c] as number);

const codesOf = (length: number, seed: number): Int32Array => {
  const next = randomIntegers(seed);
  return Int32Array.from({ length }, () => (next() >>> 24) - 128);
};

/** Largest distance of the design's output from real values, in codes. */
const distance = (
  write: (d: DatapathMethods, x: StreamHandle) => StreamHandle,
  shape: readonly number[],
  real: (x: Float64Array) => Float64Array,
): number => {
  const design = build((d) => {
    d.output('y', write(d, d.input('x', { shape, format: int(8), scale: 0.04, zeroPoint: 2 })));
  });
  const bound = bindDatapath(design);
  const codes = codesOf(
    shape.reduce((a, b) => a * b, 1),
    4,
  );
  const last = bound.datapath.outputs[0]?.from ?? '';
  const output = bound.streams.get(last);
  if (!output) throw new Error('no output');
  const y = narrow(runGolden(bound, new Map([['x', codes]])).get(last));
  const values = real(Float64Array.from(codes, (code) => 0.04 * (code - 2)));
  const { minimum, maximum } = rangeOf(output.format);
  return y.reduce((worst, code, i) => {
    const exact = (values[i] as number) / output.scale + output.zeroPoint;
    return Math.max(worst, Math.abs(code - Math.min(maximum, Math.max(minimum, exact))));
  }, 0);
};

const drawn = randomTensor([4, 6], int(4), 1, [0.1, 0.2, 0.05, 0.1]);
// No code is the lowest, which has no opposite: a negative factor could not go into it.
const weights = { ...drawn, data: narrow(drawn.data).map((code) => Math.max(code, -7)) };
const bias = randomBias(4, 100, 2);
const codes = narrow(weights.data);
const scales = weights.scale as readonly number[];

/** x times the weights plus the bias, normalized. */
const denseNorm = (x: Float64Array): Float64Array =>
  Float64Array.from({ length: 4 }, (_, c) => {
    const scale = scales[c] as number;
    let sum = Number(bias.data[c]) * 0.04 * scale;
    for (let i = 0; i < 6; i++) sum += (x[i] as number) * (codes[c * 6 + i] as number) * scale;
    return normalised(sum, c);
  });

describe('batchNorm', () => {
  it('goes into the weights of a dense: no unit of its own, the sums normalized', () => {
    const design = build((d) => {
      const x = d.input('x', { shape: [6], format: int(8), scale: 0.04, zeroPoint: 2 });
      const h = d.dense(x, { weights, bias, output: { scale: 0.1 } });
      d.output('y', d.batchNorm(h, { ...norm, activation: 'relu' }));
    });
    expect(design.nodes.map(({ unit }) => unit)).toEqual(['dense']);
    expect(design.nodes[0]?.parameters).toMatchObject({ activation: 'relu', output: norm.output });
    expect(
      distance(
        (d, x) => d.batchNorm(d.dense(x, { weights, bias, output: { scale: 0.1 } }), norm),
        [6],
        denseNorm,
      ),
    ).toBeLessThan(0.53);
  });

  it('is a unit of its own where a code has no opposite', () => {
    const design = build((d) => {
      const x = d.input('x', { shape: [6], format: int(8), scale: 0.04 });
      const h = d.dense(x, { weights: drawn, output: { scale: 0.1 } });
      d.output('y', d.batchNorm(h, { ...norm, gamma: [-1, -1, -1, -1] }));
    });
    expect(design.nodes.map(({ unit }) => unit)).toContain('depthwise_conv2d');
  });

  it('goes into convolutions and depthwise convolutions', () => {
    const design = build((d) => {
      const x = d.input('x', { shape: [3, 3, 2], format: int(8), scale: 0.04 });
      const c = d.conv2d(x, {
        weights: randomTensor([4, 1, 1, 2], int(8), 3, 0.01),
        padding: 'valid',
        output: { scale: 0.1 },
      });
      const p = d.depthwiseConv2d(d.batchNorm(c, { ...norm, gamma: [1, 1, 1, 1] }), {
        weights: randomTensor([1, 1, 1, 4], int(8), 3, 0.01),
        padding: 'valid',
        output: { scale: 0.1 },
      });
      d.output('y', d.batchNorm(p, { ...norm, gamma: [1, 2, 3, 4] }));
    });
    expect(design.nodes.map(({ unit }) => unit)).toEqual(['conv2d', 'depthwise_conv2d']);
  });

  it.each([[[4]], [[5, 4]], [[2, 3, 4]]])(
    'is a unit of its own on an input of shape %j',
    (shape) => {
      expect(
        distance(
          (d, x) => d.batchNorm(x, norm),
          shape,
          (x) => x.map((value, i) => normalised(value, i % 4)),
        ),
      ).toBeLessThan(0.53);
    },
  );

  it.each([
    ['where it is told not to fold', { fold: false }, {}],
    ['behind an activation', {}, { activation: 'relu' as const }],
  ])('is a unit of its own %s', (_title, more, dense) => {
    const design = build((d) => {
      const x = d.input('x', { shape: [6], format: int(8), scale: 0.04 });
      const h = d.dense(x, { weights, ...dense, output: { scale: 0.1 } });
      d.output('y', d.batchNorm(h, { ...norm, ...more }));
    });
    expect(design.nodes.map(({ unit }) => unit)).toEqual([
      'dense',
      'reshape',
      'depthwise_conv2d',
      'reshape',
    ]);
  });

  it('is a unit of its own where another unit has read what it normalizes', () => {
    const design = build((d) => {
      const x = d.input('x', { shape: [6], format: int(8), scale: 0.04 });
      const h = d.dense(x, { weights, output: { scale: 0.1 } });
      const r = d.relu(h);
      d.output('y', d.batchNorm(h, norm));
      d.output('z', r);
    });
    expect(design.nodes.map(({ unit }) => unit)).toContain('depthwise_conv2d');
  });

  it.each([
    [
      'reads a stream that has been folded away',
      (d: DatapathMethods) => {
        const x = d.input('x', { shape: [6], format: int(8), scale: 0.04 });
        const h = d.dense(x, {
          weights: randomTensor([4, 6], int(4), 1, 0.1),
          output: { scale: 0.1 },
        });
        d.output('y', d.batchNorm(h, { ...norm, gamma: [1, 1, 1, 1] }));
        d.output('z', h);
      },
      'E_DESIGN at net.output z: reads dense0 as it was before a batchNorm was folded into it; read the batchNorm, or set its fold = false',
    ],
    [
      'has constants of another length',
      (d: DatapathMethods) => {
        const x = d.input('x', { shape: [4], format: int(8) });
        d.output('y', d.batchNorm(x, { ...norm, mean: [1, 2] }));
      },
      'E_PARAMETER at net.batchNorm.mean: gives 2 values, needs 4, one per channel',
    ],
    [
      'has a variance that has no root',
      (d: DatapathMethods) => {
        const x = d.input('x', { shape: [4], format: int(8) });
        d.output('y', d.batchNorm(x, { ...norm, variance: [1, 1, -1, 1], name: 'bn' }));
      },
      'E_PARAMETER at net.bn.variance: holds -1, needs variance + epsilon above 0',
    ],
  ])('that %s says so', (_title, write, message) => {
    expect(problemsOf(() => build(write))).toEqual([message]);
  });
});
