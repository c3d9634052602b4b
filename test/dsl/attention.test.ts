import { describe, expect, it } from 'vitest';
import type { StreamHandle } from '../../generator/dsl/builder.js';
import { type DatapathMethods, datapath } from '../../generator/dsl/datapath.js';
import { int, uint } from '../../generator/dsl/formats.js';
import { runGolden } from '../../generator/golden.js';
import { narrow } from '../../generator/ir/codes.js';
import { randomIntegers } from '../../generator/numeric/random.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { problemsOf } from '../support/golden.js';

const tokens = 10;
const width = 8;
const scores = { format: int(8), scale: 0.05 };
const context = { format: int(8), scale: 0.05 };

const randomCodes = (length: number, seed: number): Int32Array => {
  const next = randomIntegers(seed);
  return Int32Array.from({ length }, () => (next() >>> 24) - 128);
};

/** What every stream of a design holds for seeded inputs of [tokens, width]. */
const streamsOf = (
  names: readonly string[],
  describeIt: (d: DatapathMethods, inputs: readonly StreamHandle[]) => void,
) => {
  const design = datapath('a', (d) => {
    const options = { shape: [tokens, width], format: int(8), scale: 0.02, lanes: 1 };
    describeIt(
      d,
      names.map((name) => d.input(name, options)),
    );
  }).build({ baseDirectory: '.' });
  const inputs = new Map(names.map((name, i) => [name, randomCodes(tokens * width, i + 1)]));
  const streams = runGolden(bindDatapath(design), inputs);
  return (name: string): number[] => [...narrow(streams.get(name))];
};

type Operands = [StreamHandle, StreamHandle, StreamHandle];

describe('attention with predicted scores', () => {
  const at = streamsOf(['q', 'k', 'v'], (d, inputs) => {
    const sparse = { threshold: 0.3 };
    const parts = d.attentionParts(...(inputs as Operands), { heads: 2, scores, context, sparse });
    d.output('y', parts.context);
  });

  it('predicts from the four high bits of queries and keys', () => {
    // [heads, tokens, 4] in int4 of 16 times the scale, rounded twice as TFLite does.
    const byHead = (codes: Int32Array): number[] =>
      [0, 1].flatMap((h) =>
        Array.from({ length: tokens }, (_, t) => [
          ...codes.subarray(t * width + 4 * h, t * width + 4 * h + 4),
        ]).flat(),
      );
    const q = at('attention.query_narrow');
    const k = at('attention.key_narrow');
    for (const [i, narrow] of [q, k].entries()) {
      byHead(randomCodes(tokens * width, i + 1)).forEach((code, element) => {
        const distance = Math.abs((narrow[element] as number) - Math.min(7, code / 16));
        expect(distance).toBeLessThanOrEqual(0.5 + 1 / 16);
      });
    }
    const predicted = [0, 1].flatMap((h) =>
      Array.from({ length: tokens * tokens }, (_, i) => {
        const row = 4 * (h * tokens + Math.floor(i / tokens));
        const column = 4 * (h * tokens + (i % tokens));
        const sum = [0, 1, 2, 3].reduce(
          (s, n) => s + (q[row + n] as number) * (k[column + n] as number),
          0,
        );
        // Of scale 0.32 x 0.32; scores are of 0.05 times the root of 4.
        return Math.max(-128, Math.min(127, Math.round((sum * 0.1024) / 0.1)));
      }),
    );
    at('attention.prediction').forEach((code, i) => {
      expect(Math.abs(code - (predicted[i] as number))).toBeLessThanOrEqual(1);
    });
  });

  it('lets those count that come near enough to the largest, and gives no other a share', () => {
    const prediction = at('attention.prediction');
    const mask = at('attention.mask');
    const shares = at('attention.softmax');
    for (let row = 0; row < 2 * tokens; row++) {
      const own = prediction.slice(row * tokens, (row + 1) * tokens);
      const largest = Math.max(...own);
      own.forEach((code, i) => {
        // Of scale 0.1 and beta 1/2: e^(0.05 x) >= 0.3.
        const counts = Math.exp(0.05 * (code - largest)) >= 0.3;
        expect(mask[row * tokens + i]).toBe(Number(counts));
        if (!counts) expect(shares[row * tokens + i]).toBe(-128);
      });
    }
    expect(mask).toContain(0);
    expect(mask).toContain(1);
  });

  it('is attention as it was where every score counts', () => {
    const dense = streamsOf(['q', 'k', 'v'], (d, inputs) => {
      d.output('y', d.attention(...(inputs as Operands), { heads: 2, scores, context }));
    });
    const all = streamsOf(['q', 'k', 'v'], (d, inputs) => {
      const sparse = { threshold: 1e-30 };
      d.output('y', d.attention(...(inputs as Operands), { heads: 2, scores, context, sparse }));
    });
    expect(all('attention.merged')).toEqual(dense('attention.merged'));
  });

  it('is the same where scores that do not count are not computed', () => {
    const [whole, sampled] = [undefined, true as const].map((sample) =>
      streamsOf(['q', 'k', 'v'], (d, inputs) => {
        const sparse = { threshold: 0.3, ...(sample ? { sample } : {}) };
        d.output('y', d.attention(...(inputs as Operands), { heads: 2, scores, context, sparse }));
      }),
    );
    const mask = whole?.('attention.mask') ?? [];
    const product = whole?.('attention.scores').map((code, i) => (mask[i] === 1 ? code : 0));
    expect(sampled?.('attention.scores')).toEqual(product);
    expect(sampled?.('attention.merged')).toEqual(whole?.('attention.merged'));
  });

  it('skips the zeros of the shares unless it is told another array', () => {
    const arrayOf = (arrays?: object) => {
      const { nodes } = datapath('a', (d) => {
        const x = d.input('x', { shape: [4, 4], format: int(8), scale: 0.02 });
        const sparse = { threshold: 0.1 };
        const options = { scores, context, sparse, ...(arrays ? { arrays } : {}) };
        d.output('y', d.attention(x, x, x, options));
      }).build({ baseDirectory: '.' });
      return nodes.find(({ name }) => name === 'attention.context')?.parameters['array'];
    };
    expect(arrayOf()).toMatchObject({ dataflow: 'skip-zeros' });
    const given = { dataflow: 'output-stationary', rows: 2 };
    expect(arrayOf({ context: given })).toMatchObject(given);
  });
});

describe('pruned tokens', () => {
  it('are those that received most attention, in their order, in every stream', () => {
    const at = streamsOf(['q', 'k', 'v'], (d, inputs) => {
      const parts = d.attentionParts(...(inputs as Operands), { heads: 2, scores, context });
      const [, , v] = inputs as Operands;
      const pruned = d.pruneTokens(
        { tokens: [parts.context, v], shares: parts.shares },
        { keep: 4 },
      );
      for (const [i, stream] of pruned.tokens.entries()) d.output(`y${i}`, stream);
    });
    const shares = at('attention.softmax').map((code) => code + 128);
    const importance = Array.from({ length: tokens }, (_, token) =>
      shares.reduce((sum, share, i) => (i % tokens === token ? sum + share : sum), 0),
    );
    expect(at('prune.importance')).toEqual(importance);
    const ranked = importance.map((value, token) => ({ value, token }));
    ranked.sort((a, b) => b.value - a.value || a.token - b.token);
    const kept = ranked.slice(0, 4).map(({ token }) => token);
    kept.sort((a, b) => a - b);
    expect(at('prune.kept')).toEqual(kept);
    const rowsOf = (codes: readonly number[]) =>
      kept.flatMap((token) => codes.slice(token * width, (token + 1) * width));
    expect(at('prune.tokens0')).toEqual(rowsOf(at('attention.merged')));
    expect(at('prune.tokens1')).toEqual(rowsOf([...randomCodes(tokens * width, 3)]));
  });

  it('sums exactly, however many shares there are', () => {
    const shape = [3, 341, 2];
    const design = datapath('a', (d) => {
      const shares = d.input('s', { shape, format: uint(8), scale: 1 / 256 });
      const tokensIn = d.input('t', { shape: [2, 1], format: int(8) });
      const pruned = d.pruneTokens({ tokens: [tokensIn], shares }, { keep: 1 });
      d.output('i', pruned.importance);
      d.output('t1', pruned.tokens[0] as StreamHandle);
    }).build({ baseDirectory: '.' });
    const next = randomIntegers(4);
    const codes = Int32Array.from({ length: 2046 }, () => next() >>> 24);
    const streams = runGolden(
      bindDatapath(design),
      new Map([
        ['s', codes],
        ['t', Int32Array.of(1, 2)],
      ]),
    );
    const sums = [0, 1].map((t) => codes.reduce((s, c, i) => (i % 2 === t ? s + c : s), 0));
    expect([...narrow(streams.get('prune.importance'))]).toEqual(sums);
  });

  it('must be as many as the shares have columns', () => {
    const build = (shape: readonly number[], rows: number) => () =>
      datapath('a', (d) => {
        const shares = d.input('s', { shape, format: uint(8) });
        const x = d.input('x', { shape: [rows, 4], format: int(8) });
        d.output('y', d.pruneTokens({ tokens: [x], shares }, { keep: 2 }).indices);
      }).build({ baseDirectory: '.' });
    expect(problemsOf(build([5, 5], 6))).toEqual([
      'E_SHAPE at prune: gives 6 tokens and shares of 5; the first axis of the tokens is the last one of the shares',
    ]);
    expect(problemsOf(build([5], 5))[0]).toContain('needs [.., queries, tokens]');
  });
});
