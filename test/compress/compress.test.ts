import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { compress, type Streams } from '../../generator/compress/compress.js';
import { differenceOf } from '../../generator/compress/difference.js';
import {
  type Encoding,
  parseSparsity,
  parseWeightFormat,
} from '../../generator/compress/encoding.js';
import { layerEncodings } from '../../generator/compress/plan.js';
import { outputError, searchEncodings } from '../../generator/compress/search.js';
import { runGolden } from '../../generator/golden.js';
import { importTflite } from '../../generator/import/tflite/import-tflite.js';
import type { Codes } from '../../generator/ir/codes.js';
import { realValues } from '../../generator/ir/values.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { stimulusFor } from '../../sim/stimulus.js';
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
  new Map(
    [...layerEncodings(bound.datapath, [encoding], new Map()).keys()].map((n) => [n, encoding]),
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

  it.each([int(4), int(3, '2:4'), int(6, '75%'), named('ternary'), named('sflint4')])(
    'runs bit by bit in Verilog: %j',
    async (encoding) => {
      const { datapath } = compress(bound, planOf(encoding), streams, true);
      const proof = await proveCompiled(compile(datapath, { kind: 'multipliers', budget: 24 }), {
        tensors: 4,
        stalls: ['both'],
      });
      expect({ mismatches: proof.mismatches, findings: proof.findings }).toEqual({
        mismatches: [],
        findings: [],
      });
    },
  );
});

describe('a search', () => {
  const encodings = layerEncodings(
    bound.datapath,
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
    const three = layerEncodings(bound.datapath, [int(3)], new Map());
    expect(() =>
      searchEncodings(bound, three, { kind: 'error', relative: 0 }, samples, quiet),
    ).toThrow(
      /^E_ARGUMENT at --error: gives 0, the largest of these encodings already loses 0\.\d+/,
    );
  });
});
