import { expect, it } from 'vitest';
import { type EncoderOptions, encoder } from '../../examples/encoder/encoder.js';
import { large, macsOf, small } from '../../examples/encoder/sizes.js';
import { compile } from '../../generator/compile.js';
import { proveCompiled } from '../support/network-proof.js';

it.each<readonly [string, EncoderOptions, number]>([
  ['64 tokens of 64', { sizes: small }, 256],
  ['128 tokens of 192', { sizes: large }, 1024],
])('an encoder layer of %s: exact, at the promised cycles', async (_, options, budget) => {
  const datapath = encoder('encoder', options).build({ baseDirectory: '.' });
  const compiled = compile(datapath, { kind: 'multipliers', budget });
  const proof = await proveCompiled(compiled, { tensors: 6, stalls: ['none'] });
  expect(proof.mismatches).toEqual([]);
  expect(proof.measured).toEqual(proof.promised);
  expect(proof.promised.intervalCycles).toBeLessThanOrEqual(
    (1.25 * macsOf(options.sizes)) / budget,
  );
});

it.each<readonly [string, EncoderOptions, number]>([
  ['predicted scores', { sizes: small, sparse: { threshold: 0.01, lanes: 8 } }, 320],
  ['32 of 64 tokens', { sizes: small, sparse: { keep: 32 } }, 256],
])(
  'an encoder layer of 64 tokens with %s: exact, within a hundredth of the promised cycles',
  async (_, options, budget) => {
    const datapath = encoder('encoder', options).build({ baseDirectory: '.' });
    const compiled = compile(datapath, { kind: 'multipliers', budget });
    const proof = await proveCompiled(compiled, { tensors: 6, stalls: ['none'] });
    expect(proof.mismatches).toEqual([]);
    const { measured, promised } = proof;
    expect(measured.intervalCycles).toBeLessThanOrEqual(promised.intervalCycles);
    expect(measured.latencyCycles).toBeLessThanOrEqual(promised.latencyCycles);
  },
);
