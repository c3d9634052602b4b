import type { z } from 'zod';
import { SinterError } from '../error.js';
import { rangeOf, signedBitsFor } from '../ir/format.js';
import { sizeOf } from '../ir/tensor.js';
import type { meanParameters } from '../units/mean/spec.js';
import type { topKParameters } from '../units/top_k/spec.js';
import type { StreamHandle } from './builder.js';
import { int } from './formats.js';

/** Tokens and what says how important they are. */
export interface TokensToPrune {
  /** Streams whose first axis are the tokens, all pruned alike: what attention gives, and what goes past it. */
  readonly tokens: readonly StreamHandle[];
  /** Softmax of attention's scores, [.., queries, tokens], as `attentionParts` gives it. */
  readonly shares: StreamHandle;
}

export interface PruneOptions {
  /** Leads the names of its parts: `prune.importance`. Default `prune`. */
  readonly name?: string;
  /** Tokens that stay. */
  readonly keep: number;
}

export interface PrunedTokens {
  /** The streams of [tokens, ..] as [keep, ..], in the tokens' order. */
  readonly tokens: readonly StreamHandle[];
  /** [keep], rising. */
  readonly indices: StreamHandle;
  /** [tokens]: attention that each has received, over all heads and queries. */
  readonly importance: StreamHandle;
}

interface Named {
  readonly name: string;
}

/** The parts that pruning is put together of. */
export interface PruneParts {
  gather(x: StreamHandle, indices: StreamHandle, parameters: Named): StreamHandle;
  mean(x: StreamHandle, parameters: z.input<typeof meanParameters> & Named): StreamHandle;
  topK(x: StreamHandle, parameters: z.input<typeof topKParameters> & Named): StreamHandle;
}

const checkTokens = ({ tokens, shares }: TokensToPrune, name: string): void => {
  const columns = shares.stream?.shape.at(-1);
  const { length = 2 } = shares.stream?.shape ?? [];
  if (length < 2) {
    throw new SinterError({
      code: 'E_SHAPE',
      place: name,
      reason: `gives shares of shape [${shares.stream?.shape.join(', ')}], needs [.., queries, tokens]`,
    });
  }
  for (const { stream } of tokens) {
    if (!stream || columns === undefined || stream.shape[0] === columns) continue;
    throw new SinterError({
      code: 'E_SHAPE',
      place: name,
      reason: `gives ${stream.shape[0]} tokens and shares of ${columns}`,
      hint: 'the first axis of the tokens is the last one of the shares',
    });
  }
};

/** A scale and a format in which the mean over the other axes is the sum itself, code by code. */
const sumOf = ({ stream }: StreamHandle) => {
  if (!stream) return { format: int(32), scale: 1 };
  const { format, scale, zeroPoint, shape } = stream;
  const count = sizeOf(shape.slice(0, -1));
  const { minimum, maximum } = rangeOf(format);
  const bits = signedBitsFor(
    Math.min(0, count * (minimum - zeroPoint)),
    Math.max(0, count * (maximum - zeroPoint)),
  );
  return { format: int(bits), scale: scale / count };
};

/**
 * The `keep` tokens that received most attention, in their order; of equally important ones the first.
 * What comes behind only sees them. Source: SpAtten (Wang et al., HPCA 2021), 3.1, cascade token pruning.
 */
export const pruneTokens = (
  d: PruneParts,
  given: TokensToPrune,
  { name = 'prune', keep }: PruneOptions,
): PrunedTokens => {
  checkTokens(given, name);
  const { tokens, shares } = given;
  const axes = (shares.stream?.shape ?? [1, 1]).slice(0, -1).map((_, axis) => axis);
  const importance = d.mean(shares, {
    name: `${name}.importance`,
    axes,
    keepDims: false,
    output: sumOf(shares),
  });
  const indices = d.topK(importance, {
    name: `${name}.kept`,
    k: keep,
    give: 'indices',
    order: 'index',
  });
  return {
    tokens: tokens.map((x, i) => d.gather(x, indices, { name: `${name}.tokens${i}` })),
    indices,
    importance,
  };
};
