import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { compress } from '../../generator/compress/compress.js';
import {
  type Encoding,
  parseElementFormat,
  parseWeightFormat,
} from '../../generator/compress/encoding.js';
import { weightMatrixOf } from '../../generator/compress/matrix.js';
import { encodeMxWeights } from '../../generator/compress/mx-weights.js';
import { layerEncodings } from '../../generator/compress/plan.js';
import { outputError, searchEncodings } from '../../generator/compress/search.js';
import type { Streams } from '../../generator/compress/streams.js';
import { int, mxfp4 } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { networkError } from '../../generator/evaluate/layer-error.js';
import { runGolden } from '../../generator/golden.js';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { Codes } from '../../generator/ir/codes.js';
import type { DatapathNode } from '../../generator/ir/datapath.js';
import { mxFormats } from '../../generator/ir/formats/microscaling.js';
import { realValues } from '../../generator/ir/values.js';
import { randomIntegers } from '../../generator/numeric/random.js';
import { type BoundDatapath, bindDatapath } from '../../generator/passes/bind.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { problemsOf } from '../support/golden.js';
import { proveCompiled } from '../support/network-proof.js';
import { writeNetwork } from '../support/network-writer.js';

/** A pointwise convolution of more than a block of channels, a fused activation, a layer that has no blocks. */
const bound = bindDatapath(
  importTflite(
    writeNetwork(5, (n) => {
      const x = n.conv(n.input([1, 6, 5, 40]), 9, { activation: 'relu6' });
      return n.dense(n.mean(n.depthwise(x, { kernel: [3, 3] }), [1, 2]), 5);
    }),
    'net',
  ),
);

/** Kernels of several pixels, strides and padding, and a way around one of them. */
const residual = bindDatapath(
  importTflite(
    writeNetwork(9, (n) => {
      const x = n.conv(n.input([1, 7, 6, 3]), 4, { kernel: [3, 3], activation: 'relu' });
      const y = n.conv(x, 5, { kernel: [3, 2], stride: [2, 2] });
      const z = n.binary('add', y, n.conv(x, 5, { stride: [2, 2] }));
      return n.dense(n.mean(z, [1, 2]), 3);
    }),
    'residual',
  ),
);

const samplesOf = (of: BoundDatapath, count: number): readonly Streams[] => {
  const inputs = stimulusFor(of.datapath.inputs, count, 3);
  return Array.from({ length: count }, (_, i) =>
    runGolden(
      of,
      new Map([...inputs].map(([name, codes]): [string, Codes] => [name, codes[i] as Codes])),
    ),
  );
};

const streams = samplesOf(bound, 16);

const mx = (weights: string, activations = 'mxint8'): Encoding => ({
  format: parseWeightFormat(weights, 'test'),
  sparsity: { kind: 'dense' },
  activations: parseElementFormat(activations, 'test'),
});

const planOf = (encoding: Encoding): ReadonlyMap<string, Encoding> =>
  new Map(
    [...layerEncodings(bound, [encoding], new Map())].map(([name, [only]]) => [
      name,
      only as Encoding,
    ]),
  );

const made = (encoding: Encoding, calibrates = true) =>
  compress(bound, planOf(encoding), streams, calibrates);

const errorOf = (encoding: Encoding, calibrates = true): number =>
  outputError(bound, streams, made(encoding, calibrates).streams);

describe('weights in blocks', () => {
  const next = randomIntegers(8);
  const codes = Array.from({ length: 3 * 70 }, () => (next() % 255) - 127);
  const weights = tensor.fromCodes(codes, [3, 70], int(8), { scale: [0.01, 0.3, 2] });
  const matrix = weightMatrixOf({
    ...{ kind: 'node', name: 'dense', unit: 'dense', inputs: [] },
    parameters: { weights },
  });
  if (!matrix) throw new Error('dense has weights');
  const loss = (elements: Float64Array, scales: Float64Array): number =>
    matrix.values.reduce((sum, value, i) => {
      const scale = scales[Math.floor(i / 70) * 3 + Math.floor((i % 70) / 32)] as number;
      return sum + (value - scale * (elements[i] as number)) ** 2;
    }, 0);
  const real = (of: { elements: typeof weights; scales: typeof weights }) =>
    [of.elements, of.scales].map((t) =>
      realValues({ format: t.format, scale: 1, zeroPoint: 0 }, t.data),
    ) as [Float64Array, Float64Array];

  it.each([...mxFormats])('%s lose no more than those of the definition', (_, format) => {
    const encoded = encodeMxWeights(matrix, format, undefined);
    const defined = tensor.mx(matrix.values, format, { shape: [3, 70] });
    expect(encoded.elements.shape).toEqual([3, 70]);
    expect(encoded.scales.shape).toEqual([3, 3]);
    expect(encoded.bits).toBe(210 * format.bits + 9 * 8);
    expect(loss(...real(encoded))).toBeLessThanOrEqual(loss(...real(defined)));
    const power = matrix.values.reduce((sum, value) => sum + value * value, 0);
    const ratio = 10 * Math.log10(power / loss(...real(encoded)));
    expect(encoded.signalToNoise).toBeCloseTo(ratio, 6);
  });

  it('that are all zero have the least scale, and stay zero whatever their inputs', () => {
    const zeros = { ...matrix, values: new Float64Array(210) };
    const covariance = new Float64Array(70 * 70).fill(0.5);
    for (let i = 0; i < 70; i++) covariance[i * 71] = 1;
    zeros.values[0] = 3;
    const { elements, scales } = encodeMxWeights(zeros, mxfp4(), () => covariance);
    expect([...scales.data].slice(1)).toEqual(new Array(8).fill(0));
    expect([...elements.data].slice(32)).toEqual(new Array(178).fill(0));
  });

  it('with the covariance of their inputs change the outputs less than rounded ones', () => {
    const covariance = new Float64Array(70 * 70).fill(0.9);
    for (let i = 0; i < 70; i++) covariance[i * 71] = 1;
    const changed = (given: Float64Array | undefined): number => {
      const [elements, scales] = real(encodeMxWeights(matrix, mxfp4(), given && (() => given)));
      const lost = matrix.values.map((value, i) => {
        const scale = scales[Math.floor(i / 70) * 3 + Math.floor((i % 70) / 32)] as number;
        return value - scale * (elements[i] as number);
      });
      const row = (k: number) => lost.subarray(k * 70, (k + 1) * 70);
      return [0, 1, 2].reduce((sum, k) => {
        const own = row(k);
        return (
          sum +
          own.reduce(
            (all, a, i) =>
              all + own.reduce((one, b, j) => one + a * b * (covariance[i * 70 + j] as number), 0),
            0,
          )
        );
      }, 0);
    };
    expect(changed(covariance)).toBeLessThan(0.7 * changed(undefined));
  });
});

describe('a network in Microscaling', () => {
  it('has scales, elements and mx_dense in place of a layer, whose name, output and clamp stay', () => {
    const { datapath } = made(mx('mxfp4'));
    expect(datapath.nodes.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
      'conv2d0.x_scales mx_scale',
      'conv2d0.x_elements mx_elements',
      'conv2d0 mx_dense',
      'depthwise_conv2d0 depthwise_conv2d',
      'mean0 mean',
      'dense0.x_scales mx_scale',
      'dense0.x_elements mx_elements',
      'dense0 mx_dense',
    ]);
    const after = bindDatapath(datapath);
    for (const name of ['conv2d0', 'dense0']) {
      const { lanes: _, ...type } = after.streams.get(name) ?? { lanes: 1 };
      expect(bound.streams.get(name)).toMatchObject(type);
    }
    expect(datapath.nodes[2]?.parameters['activation']).toBe('relu6');
  });

  it('leaves layers that have no blocks as they are, and says why', () => {
    const { layers, datapath } = made(mx('mxfp4'));
    expect(layers.map(({ encoding, bits }) => [encoding.kept, bits])).toEqual([
      [undefined, 9 * (40 * 4 + 2 * 8)],
      ['has no sums over channels, which blocks lie along', 9 * 9 * 8],
      [undefined, 5 * (9 * 4 + 8)],
    ]);
    expect(datapath.nodes).toContain(bound.datapath.nodes[1]);
    expect(
      problemsOf(() =>
        layerEncodings(bound, [mx('mxfp4')], new Map([['depthwise_conv2d0', [mx('mxfp4')]]])),
      ),
    ).toContain(
      'E_FORMAT at net.depthwise_conv2d0: has no sums over channels, which blocks lie along; give it another format: --layer depthwise_conv2d0=8',
    );
  });

  it('loses less with wider elements, and with calibration than without', () => {
    const errors = ['mxfp4', 'mxfp6e2m3', 'mxint8'].map((name) => errorOf(mx(name)));
    expect(errors[0]).toBeGreaterThan(errors[1] as number);
    expect(errors[1]).toBeGreaterThan(errors[2] as number);
    expect(errors[2]).toBeLessThan(0.05);
    expect(errors[0]).toBeLessThan(0.8 * errorOf(mx('mxfp4'), false));
    expect(errorOf(mx('mxint8', 'mxfp4'))).toBeGreaterThan(errors[2] as number);
  });

  it('gives each layer the means that it had, of activations that lose as well', () => {
    const { datapath, streams: after } = made(mx('mxfp4', 'mxfp4'));
    const types = bindDatapath(datapath).streams;
    const meanOf = (all: readonly Streams[]): number => {
      const type = types.get('dense0');
      const values = all.flatMap((one) =>
        type ? [...realValues(type, one.get('dense0') as Codes)] : [],
      );
      return values.reduce((a, b) => a + b, 0) / values.length;
    };
    expect(Math.abs(meanOf(after) - meanOf(streams))).toBeLessThan(
      0.6 * (types.get('dense0')?.scale ?? 0),
    );
  });

  it('has an error layer by layer, its streams of elements and scales being real numbers', () => {
    const after = made(mx('mxfp4', 'mxfp6e2m3'));
    const { layers } = networkError(bindDatapath(after.datapath), after.streams);
    const own = new Map(layers.map(({ name, own: { worstSteps } }) => [name, worstSteps]));
    // One rounding of the whole sum, and nothing beside it.
    expect(own.get('dense0')).toBeGreaterThan(0.1);
    expect(own.get('dense0')).toBeLessThan(0.501);
    expect(own.get('conv2d0.x_scales')).toBe(0);
  });

  it('is searched for among others', () => {
    const int8: Encoding = { format: int(8), sparsity: { kind: 'dense' } };
    const encodings = layerEncodings(
      bound,
      [int8, mx('mxfp6e2m3'), mx('mxfp4', 'mxfp8e4m3'), mx('mxfp4')],
      new Map(),
    );
    expect([...encodings.values()].map(({ length }) => length)).toEqual([4, 1, 4]);
    const samples = { streams, calibrates: true };
    const budget = { kind: 'size', bits: 3000 } as const;
    const { layers } = searchEncodings(bound, encodings, budget, samples, () => {});
    expect(layers.reduce((sum, { bits }) => sum + bits, 0)).toBeLessThanOrEqual(3000);
    expect(layers[0]?.encoding).toEqual(mx('mxfp4'));
  });

  it('has patches in front of convolutions of more than a pixel, or that leave pixels out', () => {
    const encodings = layerEncodings(residual, [mx('mxfp8e4m3')], new Map());
    const plan = new Map([...encodings].map(([name, [only]]) => [name, only as Encoding]));
    const given = samplesOf(residual, 8);
    const { datapath, layers, streams: after } = compress(residual, plan, given, true);
    const units = new Map(datapath.nodes.map(({ name, unit }) => [name, unit]));
    for (const layer of ['conv2d0', 'conv2d1', 'conv2d2']) {
      expect(units.get(`${layer}.patches`)).toBe('patches');
      expect(units.get(layer)).toBe('mx_dense');
    }
    expect(units.has('dense0.patches')).toBe(false);
    expect(outputError(residual, given, after)).toBeLessThan(0.15);
    // Blocks run over taps and channels together.
    expect(layers.map(({ bits }) => bits)).toEqual([
      4 * (27 * 8 + 8),
      5 * (24 * 8 + 8),
      5 * (4 * 8 + 8),
      3 * (5 * 8 + 8),
    ]);
  });

  it('takes row-stationary convolutions as well', () => {
    const [conv, ...others] = residual.datapath.nodes as readonly [DatapathNode, ...DatapathNode[]];
    const { array: _, ...parameters } = conv.parameters;
    const rows = bindDatapath({
      ...residual.datapath,
      nodes: [{ ...conv, unit: 'row_stationary_conv2d', parameters }, ...others],
    });
    const given = samplesOf(rows, 8);
    const plan = new Map([[conv.name, mx('mxfp4')]]);
    const made = (of: BoundDatapath) => compress(of, plan, given, true);
    expect(made(rows).datapath.nodes.slice(0, 4)).toEqual(
      made(residual).datapath.nodes.slice(0, 4),
    );
  });

  it.each([
    ['mxfp4, activations mxint8', bound, mx('mxfp4')],
    ['mxfp8e5m2, activations mxfp8e4m3', residual, mx('mxfp8e5m2', 'mxfp8e4m3')],
  ])('runs bit by bit in Verilog: %s', async (_, network, encoding) => {
    const encodings = layerEncodings(network, [encoding], new Map());
    const plan = new Map([...encodings].map(([name, [only]]) => [name, only as Encoding]));
    const { datapath } = compress(network, plan, samplesOf(network, 4), true);
    const proof = await proveCompiled(compile(datapath, { kind: 'multipliers', budget: 24 }), {
      tensors: 4,
    });
    expect({ mismatches: proof.mismatches, findings: proof.findings }).toEqual({
      mismatches: [],
      findings: [],
    });
    expect(proof.measured).toEqual(proof.promised);
  });
});
