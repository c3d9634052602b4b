import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { compress } from '../../generator/compress/compress.js';
import { differenceOf } from '../../generator/compress/difference.js';
import {
  type Encoding,
  parseSparsity,
  parseWeightFormat,
} from '../../generator/compress/encoding.js';
import { layerEncodings } from '../../generator/compress/plan.js';
import { outputError, searchEncodings } from '../../generator/compress/search.js';
import type { Streams } from '../../generator/compress/streams.js';
import { runGolden } from '../../generator/golden.js';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { Codes } from '../../generator/ir/codes.js';
import type { NumberFormat } from '../../generator/ir/format.js';
import { realValues, valuesOf } from '../../generator/ir/values.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { problemsOf } from '../support/golden.js';
import { proveCompiled } from '../support/network-proof.js';
import { writeNetwork } from '../support/network-writer.js';

const bound = bindDatapath(
  importTflite(
    writeNetwork(11, (n) => {
      const x = n.conv(n.input([1, 9, 8, 3]), 8, { kernel: [3, 3], activation: 'relu' });
      const y = n.conv(n.depthwise(x, { kernel: [3, 3], stride: [2, 2] }), 12);
      return n.dense(n.mean(y, [1, 2]), 5);
    }),
    'net',
  ),
);

const samplesOf = (count: number, seed: number): readonly Streams[] => {
  const inputs = stimulusFor(bound.datapath.inputs, count, seed);
  return Array.from({ length: count }, (_, i) =>
    runGolden(
      bound,
      new Map([...inputs].map(([name, codes]): [string, Codes] => [name, codes[i] as Codes])),
    ),
  );
};

const int = (bits: number, sparsity = 'dense'): Encoding => ({
  format: { kind: 'int', bits },
  sparsity: parseSparsity(sparsity, 'test'),
});

const named = (name: string): Encoding => ({
  format: parseWeightFormat(name, 'test'),
  sparsity: { kind: 'dense' },
});

const planOf = (encoding: Encoding): ReadonlyMap<string, Encoding> =>
  new Map([...layerEncodings(bound, [encoding], new Map()).keys()].map((n) => [n, encoding]));

/** Pairs where a layer's channels are even, int8 elsewhere. */
const paired: ReadonlyMap<string, Encoding> = new Map(
  [...planOf(int(8)).keys()].map((name) => [
    name,
    ['conv2d1', 'dense0'].includes(name) ? named('olive') : int(8),
  ]),
);

const streams = samplesOf(24, 3);
const outputs = (all: readonly Streams[]): readonly Codes[] =>
  all.map((one) => one.get(bound.datapath.outputs[0]?.from ?? '') as Codes);

const rms = (encoding: Encoding, calibrates: boolean): number =>
  differenceOf(
    outputs(streams),
    outputs(compress(bound, planOf(encoding), streams, calibrates).streams),
  )?.rootMeanSquare ?? Number.NaN;

describe('a compressed network', () => {
  it('in the encoding that it has is what it was', () => {
    const { datapath, layers } = compress(bound, planOf(int(8)), streams, true);
    expect(datapath).toEqual(bound.datapath);
    expect(layers.every(({ signalToNoise }) => signalToNoise === Number.POSITIVE_INFINITY)).toBe(
      true,
    );
  });

  it('loses less with more bits, and with calibration than without', () => {
    const calibrated = [3, 4, 6].map((bits) => rms(int(bits), true));
    expect(calibrated[0]).toBeGreaterThan(calibrated[1] as number);
    expect(calibrated[1]).toBeGreaterThan(calibrated[2] as number);
    expect(calibrated[1]).toBeLessThan(0.8 * rms(int(4), false));
    expect(rms(int(16), true)).toBeLessThan(1);
  });

  it('in every named format keeps to its values', () => {
    for (const name of ['binary', 'ternary', 'powerOfTwo4', 'sflint4']) {
      const { format } = named(name);
      const { datapath, layers } = compress(bound, planOf(named(name)), streams, true);
      for (const { parameters } of datapath.nodes) {
        const tensor = parameters['weights'] as { format?: unknown } | undefined;
        if (tensor) expect(tensor.format).toEqual(format);
      }
      expect(layers.every(({ bits, weights }) => bits === weights * format.bits)).toBe(true);
    }
    const error = (name: string) => rms(named(name), true);
    expect(error('powerOfTwo4')).toBeLessThan(error('ternary'));
    expect(error('sflint4')).toBeLessThan(error('ternary'));
  });

  it('in a fitted codebook has at most that many values, and counts their bits', () => {
    const encoding = named('codebook16');
    const { datapath, layers } = compress(bound, planOf(encoding), streams, true);
    layers.forEach(({ name, bits, weights }) => {
      const tensor = datapath.nodes.find((one) => one.name === name)?.parameters['weights'];
      const { format } = tensor as { format: NumberFormat };
      if (format.kind !== 'codebook') throw new Error(`${name} has no codebook`);
      expect(format.values.length).toBeLessThanOrEqual(16);
      expect(Math.max(...format.values.map(Math.abs))).toBe(127);
      expect(bits).toBe(weights * format.bits + 8 * format.values.length);
    });
    expect(compress(bound, planOf(encoding), streams, true).datapath).toEqual(datapath);
    expect(rms(encoding, true)).toBeLessThan(rms(int(4), true));
    expect(rms(named('codebook64'), true)).toBeLessThan(rms(encoding, true));
  });

  it('in pairs has 4 bits a weight, and outliers beside zeros alone', () => {
    const { layers, datapath } = compress(bound, paired, streams, true);
    expect(layers.map(({ bits, weights }) => bits / weights)).toEqual([8, 8, 4, 4]);
    const weights = datapath.nodes.flatMap(({ parameters }) => {
      const tensor = parameters['weights'] as { format: NumberFormat; data: Int32Array };
      return tensor?.format.kind === 'olive' ? [...valuesOf(tensor.format, tensor.data)] : [];
    });
    weights.forEach((value, i) => {
      if (Math.abs(value) > 7) expect(weights[i ^ 1]).toBe(0);
    });
    const error = (plan: ReadonlyMap<string, Encoding>, calibrates: boolean) =>
      outputError(bound, streams, compress(bound, plan, streams, calibrates).streams);
    expect(error(paired, true)).toBeLessThan(error(paired, false));
  });

  it('has pairs only where channels come in pairs: others need, or take, another format', () => {
    const olive = named('olive');
    expect(problemsOf(() => layerEncodings(bound, [olive], new Map()))).toEqual(
      ['conv2d0', 'depthwise_conv2d0'].map(
        (layer) =>
          `E_FORMAT at net.${layer}: has no pairs of input channels, which olive needs; give it another format: --layer ${layer}=8`,
      ),
    );
    const several = layerEncodings(bound, [int(8), olive], new Map());
    expect([...several.values()].map(({ length }) => length)).toEqual([1, 1, 2, 2]);
  });

  it('gives each layer the means that it had', () => {
    const { datapath, streams: after } = compress(bound, planOf(int(4)), streams, true);
    const made = bindDatapath(datapath);
    const meanOf = (all: readonly Streams[], name: string): number => {
      const stream = made.streams.get(name);
      const values = all.flatMap((one) =>
        stream ? [...realValues(stream, one.get(name) as Codes)] : [],
      );
      return values.reduce((a, b) => a + b, 0) / values.length;
    };
    for (const name of ['conv2d1', 'dense0']) {
      const step = made.streams.get(name)?.scale ?? 0;
      expect(Math.abs(meanOf(after, name) - meanOf(streams, name))).toBeLessThan(0.6 * step);
    }
  });

  it('reports the streams that its datapath gives', () => {
    const { datapath, streams: after } = compress(bound, planOf(int(5, '2:4')), streams, true);
    const made = bindDatapath(datapath);
    const [first] = after as [Streams];
    const again = runGolden(
      made,
      new Map([...first].filter(([name]) => !made.nodes.some(({ node }) => node.name === name))),
    );
    expect(new Map(again)).toEqual(new Map(first));
  });

  const fitted = (name: string, sparsity: string): Encoding => ({
    ...named(name),
    sparsity: parseSparsity(sparsity, 'test'),
  });
  it.each([
    ['int4', planOf(int(4))],
    ['int3 2:4', planOf(int(3, '2:4'))],
    ['int6, 75 % zero', planOf(int(6, '75%'))],
    ['ternary', planOf(named('ternary'))],
    ['sflint4', planOf(named('sflint4'))],
    ['codebook5, half zero', planOf(fitted('codebook5', '50%'))],
    ['pairs', paired],
  ])('runs bit by bit in Verilog: %s', async (_, plan) => {
    const { datapath } = compress(bound, plan, streams, true);
    const proof = await proveCompiled(compile(datapath, { kind: 'multipliers', budget: 24 }), {
      tensors: 4,
      stalls: ['both'],
    });
    expect({ mismatches: proof.mismatches, findings: proof.findings }).toEqual({
      mismatches: [],
      findings: [],
    });
  });
});

describe('a search', () => {
  const encodings = layerEncodings(
    bound,
    [8, 6, 4, 3].map((bits) => int(bits)),
    new Map(),
  );
  const samples = { streams, calibrates: true };
  const bitsOf = (layers: readonly { readonly bits: number }[]): number =>
    layers.reduce((sum, { bits }) => sum + bits, 0);
  const quiet = (): void => {};

  it('for a size keeps to it, and loses less than all layers alike do', () => {
    const alike = compress(bound, planOf(int(4)), streams, true);
    const budget = { kind: 'size', bits: bitsOf(alike.layers) } as const;
    const found = searchEncodings(bound, encodings, budget, samples, quiet);
    expect(bitsOf(found.layers)).toBeLessThanOrEqual(budget.bits);
    expect(outputError(bound, streams, found.streams)).toBeLessThanOrEqual(
      1.1 * outputError(bound, streams, alike.streams),
    );
  });

  it('for an error keeps to it, with fewer bits than the network has', () => {
    const budget = { kind: 'error', relative: 0.1 } as const;
    const found = searchEncodings(bound, encodings, budget, samples, quiet);
    expect(outputError(bound, streams, found.streams)).toBeLessThanOrEqual(0.1);
    expect(bitsOf(found.layers)).toBeLessThan(
      bitsOf(compress(bound, planOf(int(8)), streams, true).layers),
    );
  });

  it('says so when nothing fits', () => {
    expect(() =>
      searchEncodings(bound, encodings, { kind: 'size', bits: 10 }, samples, quiet),
    ).toThrow(
      /^E_ARGUMENT at --size: gives 10 bits, the least of these encodings is \d+; allow more bits/,
    );
    const three = layerEncodings(bound, [int(3)], new Map());
    expect(() =>
      searchEncodings(bound, three, { kind: 'error', relative: 0 }, samples, quiet),
    ).toThrow(
      /^E_ARGUMENT at --error: gives 0, the largest of these encodings already loses 0\.\d+/,
    );
  });
});
