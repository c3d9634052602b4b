import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import type { StreamHandle } from '../../generator/dsl/builder.js';
import { type DatapathMethods, datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { STALL_PROFILES } from '../../sim/run.js';
import { proveCompiled } from '../support/network-proof.js';
import { randomTensor } from '../support/streams.js';

/** Attention whose scores are predicted, and tokens that are pruned behind it, in Verilog. */

const tokens = 12;
const width = 8;
const output = { format: int(8), scale: 0.1 };

const layer = (d: DatapathMethods, x: StreamHandle, name: string, seed: number): StreamHandle =>
  d.dense(x, { name, weights: randomTensor([width, width], int(8), seed, 0.01), output });

const attended = (d: DatapathMethods, x: StreamHandle, more: object = {}) =>
  d.attentionParts(layer(d, x, 'query', 1), layer(d, x, 'key', 2), layer(d, x, 'value', 3), {
    heads: 2,
    scores: { format: int(8), scale: 0.05 },
    context: { format: int(8), scale: 0.05 },
    ...more,
  });

const input = (d: DatapathMethods): StreamHandle =>
  d.input('x', { shape: [tokens, width], format: int(8), scale: 0.05, lanes: 2 });

const designs: readonly (readonly [string, (d: DatapathMethods) => void])[] = [
  [
    'predicted scores of two heads',
    (d) => {
      const x = input(d);
      const { context, mask } = attended(d, x, { sparse: { threshold: 0.1 } });
      d.output('y', context);
      if (mask) d.output('mask', mask);
    },
  ],
  [
    'predicted scores, causal and padded, of three bits',
    (d) => {
      const x = input(d);
      const sparse = { threshold: 0.2, predict: { bits: 3 } };
      d.output('y', attended(d, x, { sparse, softmax: { causal: true, length: 10 } }).context);
    },
  ],
  [
    'predicted scores, of which only those that count are computed',
    (d) => {
      const x = input(d);
      const sparse = { threshold: 0.1, sample: true } as const;
      d.output('y', attended(d, x, { sparse }).context);
    },
  ],
  [
    'tokens that are pruned with what goes past attention',
    (d) => {
      const x = input(d);
      const { context, shares } = attended(d, x);
      const pruned = d.pruneTokens({ tokens: [context, x], shares }, { keep: 5 });
      const [kept, past] = pruned.tokens as [StreamHandle, StreamHandle];
      d.output('y', d.add(past, layer(d, kept, 'project', 4), { output }));
    },
  ],
  [
    'both, into attention of the tokens that stay',
    (d) => {
      const x = input(d);
      const { context, shares } = attended(d, x, { sparse: { threshold: 0.1 } });
      const pruned = d.pruneTokens({ tokens: [context], shares }, { keep: 4 });
      const [kept] = pruned.tokens as [StreamHandle];
      const again = d.attention(kept, kept, kept, {
        name: 'second',
        heads: 1,
        scores: { format: int(8), scale: 0.05 },
        context: { format: int(8), scale: 0.05 },
      });
      d.output('y', again);
    },
  ],
];

describe('sparse attention in Verilog', () => {
  it.each(designs)(
    '%s',
    async (_, describeNetwork) => {
      const design = datapath('sparse', describeNetwork).build({ baseDirectory: '.' });
      const compiled = compile(design, { kind: 'multipliers', budget: 40 });
      const proof = await proveCompiled(compiled, { tensors: 10, stalls: STALL_PROFILES });
      expect(proof.mismatches).toEqual([]);
      expect(proof.findings).toEqual([]);
      // Products that skip zeros may be faster than their promise, which is that of data without any.
      expect(proof.measured.intervalCycles).toBeLessThanOrEqual(proof.promised.intervalCycles);
      expect(proof.measured.latencyCycles).toBeLessThanOrEqual(proof.promised.latencyCycles);
    },
    180_000,
  );
});
