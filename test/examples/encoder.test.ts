import { describe, expect, it } from 'vitest';
import {
  defaultMethods,
  type EncoderOptions,
  encoder,
  encoderScales,
  iBertMethods,
  itaMethods,
  type Methods,
} from '../../examples/encoder/encoder.js';
import { realEncoder } from '../../examples/encoder/real-model.js';
import { macsOf, type Sizes, small } from '../../examples/encoder/sizes.js';
import { encoderWeights, tokenSamples } from '../../examples/encoder/weights.js';
import { compile } from '../../generator/compile.js';
import { runGolden } from '../../generator/golden.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { proveCompiled } from '../support/network-proof.js';

const tiny: Sizes = { tokens: 6, width: 8, heads: 2, feedForward: 12 };

const built = (options: EncoderOptions) =>
  encoder('encoder', options).build({ baseDirectory: '.' });

/** Root mean square of the error against the real layer, in output codes. */
const errorOf = (sizes: Sizes, methods: Methods): number => {
  const bound = bindDatapath(built({ sizes, methods }));
  const scales = encoderScales(sizes, 1);
  const weights = encoderWeights(sizes, 1);
  let squares = 0;
  let count = 0;
  for (const x of tokenSamples(sizes, 2, 5)) {
    const codes = Int32Array.from(x, (value) =>
      Math.min(127, Math.max(-128, Math.round(value / scales.input))),
    );
    const streams = runGolden(bound, new Map([['x', codes]]));
    const given = streams.get(bound.datapath.outputs[0]?.from ?? '') ?? new Int32Array();
    realEncoder(sizes, weights, x).output.forEach((value, i) => {
      const error = Number(given[i]) - value / scales.output;
      squares += error * error;
      count++;
    });
  }
  return Math.sqrt(squares / count);
};

describe('the encoder layer', () => {
  it.each([
    ['as it is', defaultMethods, 8],
    ['in the style of I-BERT', iBertMethods, 24],
    ['in the style of ITA', itaMethods, 16],
  ])('%s runs bit by bit in Verilog, at the promised interval', async (_, methods, budget) => {
    const compiled = compile(built({ sizes: tiny, methods }), { kind: 'multipliers', budget });
    const proof = await proveCompiled(compiled, { tensors: 8, stalls: ['none', 'both'] });
    expect({ mismatches: proof.mismatches, findings: proof.findings }).toEqual({
      mismatches: [],
      findings: [],
    });
    expect(proof.measured).toEqual(proof.promised);
  });

  it.each([
    ['with predicted scores', { threshold: 0.1, lanes: 2 }],
    ['of which three of six tokens come out', { keep: 3 }],
    ['with both', { threshold: 0.05, bits: 3, keep: 4 }],
  ])('%s runs bit by bit in Verilog, within the promised cycles', async (_, sparse) => {
    const compiled = compile(built({ sizes: tiny, sparse }), { kind: 'multipliers', budget: 12 });
    const proof = await proveCompiled(compiled, { tensors: 8, stalls: ['none', 'both'] });
    expect({ mismatches: proof.mismatches, findings: proof.findings }).toEqual({
      mismatches: [],
      findings: [],
    });
    const { measured, promised } = proof;
    expect(measured.intervalCycles).toBeLessThanOrEqual(promised.intervalCycles);
    expect(measured.latencyCycles).toBeLessThanOrEqual(promised.latencyCycles);
  });

  it('of 64 tokens takes at most a quarter more than its multipliers need', () => {
    const { package: pack } = compile(built({ sizes: small }), {
      kind: 'multipliers',
      budget: 256,
    });
    const { intervalCycles, multipliers, macs } = pack.manifest;
    expect(multipliers).toBeLessThanOrEqual(256);
    expect(macs).toBe(macsOf(small));
    expect(intervalCycles).toBeLessThanOrEqual((1.25 * macs) / 256);
  });

  it('is near the real one in every method', () => {
    expect(errorOf(small, defaultMethods)).toBeLessThan(2);
    expect(errorOf(small, iBertMethods)).toBeLessThan(2.5);
    expect(errorOf(small, { ...defaultMethods, softmax: 'online-base2' })).toBeLessThan(2.5);
    expect(errorOf(small, { ...defaultMethods, softmax: 'log-domain' })).toBeLessThan(2.5);
    expect(errorOf(small, { ...defaultMethods, geluForm: 'tanh' })).toBeLessThan(2);
  });
});
