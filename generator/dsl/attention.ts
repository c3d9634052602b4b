import type { z } from 'zod';
import { SinterError } from '../error.js';
import type { matmulParameters } from '../units/matmul/spec.js';
import type { softmaxParameters } from '../units/softmax/spec.js';
import type { StreamHandle } from './builder.js';

type Matmul = z.input<typeof matmulParameters>;

/** Multi-head attention: how its heads are cut, and the quantization of what is between its parts. */
export interface AttentionOptions {
  /** Leads the names of its parts: `attention.scores`. Default `attention`. */
  readonly name?: string;
  /** Divides the width of queries and keys, and that of values. Default 1. */
  readonly heads?: number;
  /** Quantization of query x key, divided by the root of a head's width. */
  readonly scores: Matmul['output'];
  /** Method, lanes and mask of the softmax; its `beta` is that root's inverse. */
  readonly softmax?: Omit<z.input<typeof softmaxParameters>, 'beta'>;
  /** Quantization of the result. */
  readonly context: Matmul['output'];
  readonly rounding?: Matmul['rounding'];
  /** PE arrays of the two products. */
  readonly arrays?: { readonly scores?: Matmul['array']; readonly context?: Matmul['array'] };
}

/** The parts that attention is put together of; each takes a name. */
export interface AttentionParts {
  matmul(a: StreamHandle, b: StreamHandle, parameters: Matmul & Named): StreamHandle;
  reshape(x: StreamHandle, parameters: { readonly shape: readonly number[] } & Named): StreamHandle;
  softmax(x: StreamHandle, parameters: z.input<typeof softmaxParameters> & Named): StreamHandle;
  transpose(
    x: StreamHandle,
    parameters: { readonly permutation: readonly number[] } & Named,
  ): StreamHandle;
}

interface Named {
  readonly name: string;
}

/**
 * softmax(Q K' / sqrt(width of a head)) V for each head: query [tokens, width], key [others, width], value
 * [others, width'] to [tokens, width']. The root is the softmax's `beta` and costs nothing. Source: Vaswani
 * et al., Attention Is All You Need, 3.2.
 */
export const attention = (
  d: AttentionParts,
  [query, key, value]: readonly [StreamHandle, StreamHandle, StreamHandle],
  options: AttentionOptions,
): StreamHandle => {
  const { name = 'attention', heads = 1, rounding, arrays = {} } = options;
  for (const { stream } of [query, key, value]) {
    const [tokens, width] = stream?.shape ?? [1, heads];
    const fits = stream === undefined || stream.shape.length === 2;
    if (tokens && width && fits && Number.isInteger(heads) && width % heads === 0) continue;
    throw new SinterError({
      code: 'E_SHAPE',
      place: name,
      reason: `gives shape [${stream?.shape.join(', ')}] and ${heads} heads, needs [tokens, width] with a width that the heads divide`,
      hint: `set heads to a divisor of ${width ?? 'the width'}`,
    });
  }
  const rounded = rounding ? { rounding } : {};
  /** [tokens, width] to [heads, tokens, width / heads]. */
  const split = (x: StreamHandle, part: string): StreamHandle => {
    const [tokens = 1, width = 1] = x.stream?.shape ?? [];
    if (heads === 1) return x;
    const cut = d.reshape(x, {
      name: `${name}.${part}_heads`,
      shape: [tokens, heads, width / heads],
    });
    return d.transpose(cut, { name: `${name}.${part}_by_head`, permutation: [1, 0, 2] });
  };
  const root = Math.sqrt((query.stream?.shape.at(-1) ?? heads) / heads);
  const scores = d.matmul(split(query, 'query'), split(key, 'key'), {
    name: `${name}.scores`,
    transposeB: true,
    ...rounded,
    ...(arrays.scores ? { array: arrays.scores } : {}),
    output: { ...options.scores, scale: options.scores.scale * root },
  });
  const shares = d.softmax(scores, {
    name: `${name}.softmax`,
    ...options.softmax,
    beta: 1 / root,
  });
  const context = d.matmul(shares, split(value, 'value'), {
    name: `${name}.context`,
    ...rounded,
    ...(arrays.context ? { array: arrays.context } : {}),
    output: options.context,
  });
  if (heads === 1) return context;
  const [, tokens = 1, size = 1] = context.stream?.shape ?? [];
  const merged = d.transpose(context, { name: `${name}.by_token`, permutation: [1, 0, 2] });
  return d.reshape(merged, { name: `${name}.merged`, shape: [tokens, heads * size] });
};
