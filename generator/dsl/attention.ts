import type { z } from 'zod';
import { SinterError } from '../error.js';
import type { matmulParameters } from '../units/matmul/spec.js';
import type { softmaxParameters } from '../units/softmax/parameters.js';
import type { AttentionParts } from './attention-parts.js';
import type { StreamHandle } from './builder.js';
import { type PredictionOptions, predictedMask } from './predicted-mask.js';

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
  /** Scores that count, predicted from queries and keys of few bits; the others are 0 behind the softmax. */
  readonly sparse?: PredictionOptions;
  /** Quantization of the result. */
  readonly context: Matmul['output'];
  readonly rounding?: Matmul['rounding'];
  /** PE arrays of the products. That of the context skips zeros where attention is `sparse`, unless it is given. */
  readonly arrays?: {
    readonly prediction?: Matmul['array'];
    readonly scores?: Matmul['array'];
    readonly context?: Matmul['array'];
  };
}

/** What attention gives: its result, and what pruning and measuring want to see. */
export interface Attended {
  /** [tokens, width'] */
  readonly context: StreamHandle;
  /** Softmax of the scores, [heads, tokens, others], or [tokens, others] of one head. */
  readonly shares: StreamHandle;
  /** uint1: which of them count, where attention is sparse. */
  readonly mask: StreamHandle | undefined;
}

type Operands = readonly [StreamHandle, StreamHandle, StreamHandle];

const checkHeads = (operands: Operands, heads: number, name: string): void => {
  for (const { stream } of operands) {
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
};

/**
 * softmax(Q K' / sqrt(width of a head)) V for each head: query [tokens, width], key [others, width], value
 * [others, width'] to [tokens, width']. The root is the softmax's `beta` and costs nothing. Source: Vaswani
 * et al., Attention Is All You Need, 3.2; `sparse` after Sanger (predicted-mask.ts).
 */
export const attention = (
  d: AttentionParts,
  operands: Operands,
  options: AttentionOptions,
): Attended => {
  const { name = 'attention', heads = 1, rounding, arrays = {}, sparse } = options;
  checkHeads(operands, heads, name);
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
  const [query, key] = [split(operands[0], 'query'), split(operands[1], 'key')];
  const root = Math.sqrt((operands[0].stream?.shape.at(-1) ?? heads) / heads);
  const output = { ...options.scores, scale: options.scores.scale * root };
  const softmax = { name: `${name}.softmax`, ...options.softmax, beta: 1 / root };
  const mask = sparse
    ? predictedMask(d, [query, key], {
        ...sparse,
        name,
        rounded,
        array: arrays.prediction,
        output,
        rows: { beta: 1 / root, ...maskOf(options.softmax) },
      })
    : undefined;
  const sample = sparse?.sample;
  const scores =
    mask && sample
      ? d.sampledMatmul(mask, query, key, {
          name: `${name}.scores`,
          ...rounded,
          ...(sample === true ? {} : { array: sample }),
          output,
        })
      : d.matmul(query, key, {
          name: `${name}.scores`,
          transposeB: true,
          ...rounded,
          ...(arrays.scores ? { array: arrays.scores } : {}),
          output,
        });
  const shares = mask ? d.maskedSoftmax(scores, mask, softmax) : d.softmax(scores, softmax);
  const array = arrays.context ?? (sparse ? { dataflow: 'skip-zeros' } : undefined);
  const context = d.matmul(shares, split(operands[2], 'value'), {
    name: `${name}.context`,
    ...rounded,
    ...(array ? { array } : {}),
    output: options.context,
  });
  if (heads === 1) return { context, shares, mask };
  const [, tokens = 1, size = 1] = context.stream?.shape ?? [];
  const merged = d.transpose(context, { name: `${name}.by_token`, permutation: [1, 0, 2] });
  const shape = [tokens, heads * size];
  return { context: d.reshape(merged, { name: `${name}.merged`, shape }), shares, mask };
};

/** The masks that a softmax has without a stream: the prediction's are the same. */
const maskOf = ({ causal, length }: AttentionOptions['softmax'] = {}) => ({
  ...(causal === undefined ? {} : { causal }),
  ...(length === undefined ? {} : { length }),
});
