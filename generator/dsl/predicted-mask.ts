import type { z } from 'zod';
import { rangeOf } from '../ir/format.js';
import type { matmulParameters } from '../units/matmul/spec.js';
import type { sampledMatmulParameters } from '../units/sampled_matmul/spec.js';
import type { thresholdMaskParameters } from '../units/threshold_mask/spec.js';
import type { AttentionParts } from './attention-parts.js';
import type { StreamHandle } from './builder.js';
import { int } from './formats.js';

type Matmul = z.input<typeof matmulParameters>;

/** How scores are predicted, and which of them count. */
export interface PredictionOptions {
  /** Share of the row's largest predicted softmax that one must reach to count, above 0 .. 1. */
  readonly threshold: number;
  /** Bits of the queries and keys that predict; default 4. */
  readonly predict?: { readonly bits?: number };
  /** Whether scores that do not count are not computed either; the array of those that do. */
  readonly sample?: true | NonNullable<z.input<typeof sampledMatmulParameters>['array']>;
}

interface Prediction extends PredictionOptions {
  readonly name: string;
  readonly rounded: Pick<Matmul, 'rounding'>;
  readonly array: Matmul['array'];
  /** Quantization of the scores, which the predicted ones have too. */
  readonly output: Matmul['output'];
  readonly rows: Omit<z.input<typeof thresholdMaskParameters>, 'threshold'>;
}

const defaultBits = 4;

/** The same values in `bits` bits, of the finest scale that holds them all; as they are where they fit. */
const narrowed = (
  d: AttentionParts,
  x: StreamHandle,
  bits: number,
  { name, part, rounded }: Pick<Prediction, 'name' | 'rounded'> & { readonly part: string },
): StreamHandle => {
  if (!x.stream || x.stream.format.bits <= bits) return x;
  const { format, scale, zeroPoint } = x.stream;
  const { minimum, maximum } = rangeOf(format);
  const largest = Math.max(maximum - zeroPoint, zeroPoint - minimum);
  return d.requantize(x, {
    name: `${name}.${part}_narrow`,
    ...rounded,
    output: { format: int(bits), scale: (scale * largest) / 2 ** (bits - 1) },
  });
};

/**
 * uint1 [.., tokens, others]: which scores count. Queries and keys of few bits predict the scores; those
 * whose predicted softmax is at least `threshold` of the largest in their row do. The largest always does.
 * Source: Sanger (Lu et al., MICRO 2021), 3.1, whose threshold is of the softmax itself (units/threshold_mask).
 */
export const predictedMask = (
  d: AttentionParts,
  [query, key]: readonly [StreamHandle, StreamHandle],
  { threshold, predict = {}, name, rounded, array, output, rows }: Prediction,
): StreamHandle => {
  const { bits = defaultBits } = predict;
  const prediction = d.matmul(
    narrowed(d, query, bits, { name, rounded, part: 'query' }),
    narrowed(d, key, bits, { name, rounded, part: 'key' }),
    {
      name: `${name}.prediction`,
      transposeB: true,
      ...rounded,
      ...(array ? { array } : {}),
      output,
    },
  );
  return d.thresholdMask(prediction, { name: `${name}.mask`, threshold, ...rows });
};
