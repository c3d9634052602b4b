import type { DatapathNode } from '../ir/datapath.js';
import type { StreamType } from '../ir/stream.js';
import { type ConstantTensor, sizeOf } from '../ir/tensor.js';
import {
  type Affine,
  affineOf,
  type BatchNormParameters,
  batchNormMistakes,
  batchNormParameters,
  diagonalOf,
  type Folded,
  foldIntoWeights,
} from './batch-norm.js';
import type { DatapathBuilder, StreamHandle } from './builder.js';

/** Which output channel an element of a unit's weights belongs to. */
const channelsOf: Readonly<Record<string, (element: number, weights: ConstantTensor) => number>> = {
  conv2d: (element, { data, shape }) => Math.floor((element * (shape[0] ?? 1)) / data.length),
  dense: (element, { data, shape }) => Math.floor((element * (shape[0] ?? 1)) / data.length),
  depthwise_conv2d: (element, { shape }) => element % (shape.at(-1) ?? 1),
};

/** The node's weights and bias with the normalization in them; undefined where they cannot take it. */
const foldedNode = (
  { unit, parameters }: DatapathNode,
  inputScale: number,
  affine: Affine,
): Folded | undefined => {
  const channelOf = channelsOf[unit];
  const { weights, bias, activation, accumulator } = parameters as {
    readonly weights?: ConstantTensor;
    readonly bias?: ConstantTensor;
    readonly activation?: string;
    readonly accumulator?: string;
  };
  if (!channelOf || weights?.kind !== 'constant' || !(weights.data instanceof Int32Array)) {
    return undefined;
  }
  const plain = (activation ?? 'none') === 'none' && accumulator !== 'int64';
  if (!plain || (bias && !(bias.data instanceof Int32Array))) return undefined;
  return foldIntoWeights(
    weights,
    bias,
    { inputScale, channelOf: (element) => channelOf(element, weights) },
    affine,
  );
};

/** A 1 x 1 depthwise convolution between two views of the stream as an image of one row. */
const byItself = (
  builder: DatapathBuilder,
  x: StreamHandle,
  stream: StreamType,
  affine: Affine,
  rest: Readonly<Record<string, unknown>>,
): StreamHandle => {
  const diagonal = diagonalOf(stream, affine);
  if (!diagonal) {
    return builder.mistake('batchNorm', 'offsets beyond what an int32 bias holds', x);
  }
  const { shape } = stream;
  const channels = shape.at(-1) ?? 1;
  const image = [1, sizeOf(shape) / channels, channels];
  const flat = shape.length === 3;
  const before = flat ? x : builder.unit('reshape', [x], { shape: image });
  const made = builder.unit('depthwise_conv2d', [before], {
    ...rest,
    ...diagonal,
    padding: 'valid',
  });
  return flat ? made : builder.unit('reshape', [made], { shape });
};

/**
 * A batch normalization: in the weights of the unit in front of it where nothing else reads that unit and its
 * sums can take it, else a unit of its own.
 */
const buildBatchNorm = (
  builder: DatapathBuilder,
  x: StreamHandle,
  parameters: BatchNormParameters,
  affine: Affine,
  name: string | undefined,
): StreamHandle => {
  const { stream } = x;
  if (!stream) return x;
  const { activation, output, fold } = parameters;
  const producer = fold ? builder.onlyReader(x) : undefined;
  const folded = producer && foldedNode(producer.node, producer.inputScale, affine);
  if (producer && folded) {
    const rewritten = { ...producer.node.parameters, ...folded, activation, output };
    const handle = builder.rewrite(x, rewritten);
    if (handle) return handle;
  }
  const rest = { activation, output, ...(name === undefined ? {} : { name }) };
  return byItself(builder, x, stream, affine, rest);
};

/** Checks a batch normalization and builds it. */
export const batchNorm = (
  builder: DatapathBuilder,
  x: StreamHandle,
  { name, ...written }: Readonly<Record<string, unknown>>,
): StreamHandle => {
  const place = typeof name === 'string' ? name : 'batchNorm';
  const read = builder.materialised(written, place);
  if (!read || !x.stream) return { ...x, stream: undefined };
  const parsed = batchNormParameters.safeParse(read);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = [place, ...(issue?.path ?? [])].join('.');
    return builder.mistake(at, issue?.message ?? 'is wrong', x);
  }
  const mistakes = batchNormMistakes(parsed.data, x.stream.shape.at(-1) ?? 1);
  if (mistakes.length > 0) {
    return mistakes
      .map((mistake) => builder.mistake(`${place}.${mistake.name}`, mistake.reason, x))
      .at(-1) as StreamHandle;
  }
  const given = typeof name === 'string' ? name : undefined;
  return buildBatchNorm(builder, x, parsed.data, affineOf(parsed.data), given);
};
