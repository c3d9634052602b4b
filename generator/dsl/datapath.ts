import type { z } from 'zod';
import type { FunctionChoice } from '../functions/methods.js';
import type { Datapath } from '../ir/datapath.js';
import { type ConstantTensor, sizeOf } from '../ir/tensor.js';
import type { addParameters } from '../units/add/spec.js';
import type { argmaxParameters } from '../units/argmax/spec.js';
import type { averagePoolParameters } from '../units/average_pool/spec.js';
import type { concatenateParameters } from '../units/concatenate/spec.js';
import type { conv2dParameters } from '../units/conv2d/spec.js';
import type { denseParameters } from '../units/dense/spec.js';
import type { depthwiseConv2dParameters } from '../units/depthwise_conv2d/spec.js';
import type { divideParameters } from '../units/divide/spec.js';
import type { eluParameters } from '../units/elu/spec.js';
import type { expParameters } from '../units/exp/spec.js';
import type { gatherParameters } from '../units/gather/spec.js';
import type { geluParameters } from '../units/gelu/spec.js';
import type { hardSigmoidParameters } from '../units/hard_sigmoid/spec.js';
import type { hardSwishParameters } from '../units/hard_swish/spec.js';
import type { layerNormParameters } from '../units/layer_norm/spec.js';
import type { leakyReluParameters } from '../units/leaky_relu/spec.js';
import type { log2Parameters } from '../units/log2/spec.js';
import type { logisticParameters } from '../units/logistic/spec.js';
import type { maskedSoftmaxParameters } from '../units/masked_softmax/spec.js';
import type { matmulParameters } from '../units/matmul/spec.js';
import type { maxPoolParameters } from '../units/max_pool/spec.js';
import type { meanParameters } from '../units/mean/spec.js';
import type { multiplyParameters } from '../units/multiply/spec.js';
import type { mxDenseParameters } from '../units/mx_dense/parameters.js';
import type { mxElementsParameters } from '../units/mx_elements/spec.js';
import type { mxScaleParameters } from '../units/mx_scale/spec.js';
import type { padParameters } from '../units/pad/spec.js';
import type { patchesParameters } from '../units/patches/spec.js';
import type { preluParameters } from '../units/prelu/spec.js';
import type { reciprocalParameters } from '../units/reciprocal/spec.js';
import type { reluParameters } from '../units/relu/spec.js';
import type { requantizeParameters } from '../units/requantize/spec.js';
import type { reshapeParameters } from '../units/reshape/spec.js';
import type { rmsNormParameters } from '../units/rms_norm/spec.js';
import type { rowStationaryConv2dParameters } from '../units/row_stationary_conv2d/spec.js';
import type { rsqrtParameters } from '../units/rsqrt/spec.js';
import type { sampledMatmulParameters } from '../units/sampled_matmul/spec.js';
import type { sigmoidParameters } from '../units/sigmoid/spec.js';
import type { siluParameters } from '../units/silu/spec.js';
import type { sliceParameters } from '../units/slice/spec.js';
import type { softmaxParameters } from '../units/softmax/parameters.js';
import type { softplusParameters } from '../units/softplus/spec.js';
import type { sqrtParameters } from '../units/sqrt/spec.js';
import type { squaredDifferenceParameters } from '../units/squared_difference/spec.js';
import type { subtractParameters } from '../units/subtract/spec.js';
import type { tanhParameters } from '../units/tanh/spec.js';
import type { thresholdMaskParameters } from '../units/threshold_mask/spec.js';
import type { topKParameters } from '../units/top_k/spec.js';
import type { transposeParameters } from '../units/transpose/spec.js';
import { type Attended, type AttentionOptions, attention } from './attention.js';
import type { batchNormParameters } from './batch-norm.js';
import { batchNorm } from './build-batch-norm.js';
import {
  type BuildOptions,
  DatapathBuilder,
  type InputOptions,
  type StreamHandle,
} from './builder.js';
import { type MxHandles, type MxQuantizeOptions, mxQuantize } from './microscaling.js';
import { type MxConv2dOptions, mxConv2d } from './mx-conv2d.js';
import {
  type PrunedTokens,
  type PruneOptions,
  pruneTokens,
  type TokensToPrune,
} from './prune-tokens.js';
import type { TensorSource } from './tensor.js';

/** Parameters as a user writes them: files in place of constants, and a name. */
type Written<Schema extends z.ZodType> = Sources<z.input<Schema>> & { readonly name?: string };

type Sources<T> = {
  readonly [K in keyof T]: ConstantTensor extends T[K]
    ? TensorSource | Exclude<T[K], ConstantTensor>
    : T[K];
};

/** Parameters of a unit whose second operand is a stream or a constant. */
type WithOperand<Schema extends z.ZodType> = Omit<Written<Schema>, 'constant'>;

/** The second operand of an element by element unit: a stream, or a constant that is broadcast. */
export type Operand = StreamHandle | TensorSource;

/** What a design is written with: inputs, outputs and a method per unit. */
export interface DatapathMethods {
  /** An input tensor of the datapath. */
  input(name: string, options: InputOptions): StreamHandle;
  /** An output tensor of the datapath. */
  output(name: string, stream: StreamHandle): void;
  add(a: StreamHandle, b: Operand, parameters: WithOperand<typeof addParameters>): StreamHandle;
  /** Multi-head attention of [tokens, width] streams, put together of matmul, softmax and transpose. */
  attention(
    query: StreamHandle,
    key: StreamHandle,
    value: StreamHandle,
    options: AttentionOptions,
  ): StreamHandle;
  /** The same with the softmax of its scores and, where it is sparse, their mask: for `pruneTokens`. */
  attentionParts(
    query: StreamHandle,
    key: StreamHandle,
    value: StreamHandle,
    options: AttentionOptions,
  ): Attended;
  argmax(x: StreamHandle, parameters?: Written<typeof argmaxParameters>): StreamHandle;
  averagePool(x: StreamHandle, parameters: Written<typeof averagePoolParameters>): StreamHandle;
  /**
   * (x - mean) / sqrt(variance + epsilon) * gamma + beta by channel (the last axis), as inference has it: in the
   * weights of the dense, conv2d or depthwiseConv2d that gives x, where nothing else reads it; else a
   * depthwise convolution of its own.
   */
  batchNorm(x: StreamHandle, parameters: Written<typeof batchNormParameters>): StreamHandle;
  concatenate(
    inputs: readonly StreamHandle[],
    parameters: Written<typeof concatenateParameters>,
  ): StreamHandle;
  conv2d(x: StreamHandle, parameters: Written<typeof conv2dParameters>): StreamHandle;
  dense(x: StreamHandle, parameters: Written<typeof denseParameters>): StreamHandle;
  depthwiseConv2d(
    x: StreamHandle,
    parameters: Written<typeof depthwiseConv2dParameters>,
  ): StreamHandle;
  /** a / b */
  divide(
    a: StreamHandle,
    b: StreamHandle,
    parameters: Written<typeof divideParameters>,
  ): StreamHandle;
  elu(x: StreamHandle, parameters?: Written<typeof eluParameters>): StreamHandle;
  exp(x: StreamHandle, parameters: Written<typeof expParameters>): StreamHandle;
  /** All elements along one axis: `reshape` to [elements]. */
  flatten(x: StreamHandle, parameters?: { readonly name?: string }): StreamHandle;
  /** Rows of `x` (its first axis) by their numbers: [rows, ..rest] and [count] to [count, ..rest]. */
  gather(
    x: StreamHandle,
    indices: StreamHandle,
    parameters?: Written<typeof gatherParameters>,
  ): StreamHandle;
  gelu(x: StreamHandle, parameters?: Written<typeof geluParameters>): StreamHandle;
  hardSigmoid(x: StreamHandle, parameters?: Written<typeof hardSigmoidParameters>): StreamHandle;
  hardSwish(x: StreamHandle, parameters: Written<typeof hardSwishParameters>): StreamHandle;
  layerNorm(x: StreamHandle, parameters: Written<typeof layerNormParameters>): StreamHandle;
  leakyRelu(x: StreamHandle, parameters: Written<typeof leakyReluParameters>): StreamHandle;
  log2(x: StreamHandle, parameters: Written<typeof log2Parameters>): StreamHandle;
  logistic(x: StreamHandle, parameters?: Written<typeof logisticParameters>): StreamHandle;
  /** Any function of one code: `d.map(x, pwl(f, { ... }))`. */
  map(
    x: StreamHandle,
    compute: FunctionChoice,
    parameters?: { readonly name?: string },
  ): StreamHandle;
  /** Matrices [.., rows, depth] times [.., depth, columns]. */
  matmul(
    a: StreamHandle,
    b: StreamHandle,
    parameters: Written<typeof matmulParameters>,
  ): StreamHandle;
  /** Softmax of `x` over the elements whose bit of `mask` (uint1, the same shape) is 1. */
  maskedSoftmax(
    x: StreamHandle,
    mask: StreamHandle,
    parameters?: Written<typeof maskedSoftmaxParameters>,
  ): StreamHandle;
  maxPool(x: StreamHandle, parameters: Written<typeof maxPoolParameters>): StreamHandle;
  mean(x: StreamHandle, parameters: Written<typeof meanParameters>): StreamHandle;
  multiply(
    a: StreamHandle,
    b: Operand,
    parameters: WithOperand<typeof multiplyParameters>,
  ): StreamHandle;
  /** Convolution in formats of Microscaling: `patches`, `mxQuantize` and `mxDense`; blocks run over taps and channels. */
  mxConv2d(x: StreamHandle, options: MxConv2dOptions): StreamHandle;
  /** Fully connected layer in formats of Microscaling; weights and their scales from `tensor.mx`. */
  mxDense(
    elements: StreamHandle,
    scales: StreamHandle,
    parameters: Written<typeof mxDenseParameters>,
  ): StreamHandle;
  /** Elements of Microscaling: numbers over the scales of their blocks, which `mxScale` gives. */
  mxElements(
    x: StreamHandle,
    scales: StreamHandle,
    parameters: Written<typeof mxElementsParameters>,
  ): StreamHandle;
  /** A stream in a format of Microscaling: its elements and their scales, put together of both units. */
  mxQuantize(x: StreamHandle, options: MxQuantizeOptions): MxHandles;
  /** Scales of Microscaling: one for each 32 elements of the last axis. */
  mxScale(x: StreamHandle, parameters: Written<typeof mxScaleParameters>): StreamHandle;
  pad(x: StreamHandle, parameters: Written<typeof padParameters>): StreamHandle;
  /** The pixels under each window of [height, width, channels] as one vector: im2col. */
  patches(x: StreamHandle, parameters: Written<typeof patchesParameters>): StreamHandle;
  prelu(x: StreamHandle, parameters: Written<typeof preluParameters>): StreamHandle;
  /** The tokens that received most attention, in their order: [tokens, ..] to [keep, ..]. */
  pruneTokens(given: TokensToPrune, options: PruneOptions): PrunedTokens;
  reciprocal(x: StreamHandle, parameters: Written<typeof reciprocalParameters>): StreamHandle;
  relu(x: StreamHandle, parameters?: Written<typeof reluParameters>): StreamHandle;
  requantize(x: StreamHandle, parameters: Written<typeof requantizeParameters>): StreamHandle;
  reshape(x: StreamHandle, parameters: Written<typeof reshapeParameters>): StreamHandle;
  rowStationaryConv2d(
    x: StreamHandle,
    parameters: Written<typeof rowStationaryConv2dParameters>,
  ): StreamHandle;
  rmsNorm(x: StreamHandle, parameters: Written<typeof rmsNormParameters>): StreamHandle;
  rsqrt(x: StreamHandle, parameters: Written<typeof rsqrtParameters>): StreamHandle;
  /** Where `mask` (uint1, [.., rows, columns]) is 1: [.., rows, depth] times [.., columns, depth] turned; else 0. */
  sampledMatmul(
    mask: StreamHandle,
    a: StreamHandle,
    b: StreamHandle,
    parameters: Written<typeof sampledMatmulParameters>,
  ): StreamHandle;
  sigmoid(x: StreamHandle, parameters?: Written<typeof sigmoidParameters>): StreamHandle;
  silu(x: StreamHandle, parameters?: Written<typeof siluParameters>): StreamHandle;
  slice(x: StreamHandle, parameters: Written<typeof sliceParameters>): StreamHandle;
  softmax(x: StreamHandle, parameters?: Written<typeof softmaxParameters>): StreamHandle;
  softplus(x: StreamHandle, parameters?: Written<typeof softplusParameters>): StreamHandle;
  sqrt(x: StreamHandle, parameters: Written<typeof sqrtParameters>): StreamHandle;
  /** (a - b)^2 */
  squaredDifference(
    a: StreamHandle,
    b: Operand,
    parameters: WithOperand<typeof squaredDifferenceParameters>,
  ): StreamHandle;
  /** a - b; with `reversed`, for a constant b, b - a. */
  subtract(
    a: StreamHandle,
    b: Operand,
    parameters: WithOperand<typeof subtractParameters>,
  ): StreamHandle;
  tanh(x: StreamHandle, parameters?: Written<typeof tanhParameters>): StreamHandle;
  /** uint1: where the softmax of `x` would be at least a share of the largest in its row. */
  thresholdMask(x: StreamHandle, parameters: Written<typeof thresholdMaskParameters>): StreamHandle;
  topK(x: StreamHandle, parameters: Written<typeof topKParameters>): StreamHandle;
  transpose(x: StreamHandle, parameters: Written<typeof transposeParameters>): StreamHandle;
}

/** A design: a name and how to build it. What a design file exports by default. */
export interface Design {
  readonly kind: 'design';
  readonly name: string;
  /** The frozen datapath; throws SinterError with everything that is wrong. */
  build(options: BuildOptions): Datapath;
}

/** A unit of two operands; a constant becomes its parameter `constant`. */
const binary = (
  builder: DatapathBuilder,
  kind: 'add' | 'multiply' | 'squared_difference' | 'subtract',
  [a, b]: readonly [StreamHandle, Operand],
  parameters: Readonly<Record<string, unknown>>,
): StreamHandle =>
  b.kind === 'handle'
    ? builder.unit(kind, [a, b], parameters)
    : builder.unit(kind, [a], { ...parameters, constant: b });

const methodsOf = (builder: DatapathBuilder): DatapathMethods => ({
  input: (name, options) => builder.input(name, options),
  output: (name, stream) => builder.output(name, stream),
  add: (a, b, parameters) => binary(builder, 'add', [a, b], parameters),
  attention: (query, key, value, options) =>
    attention(methodsOf(builder), [query, key, value], options).context,
  attentionParts: (query, key, value, options) =>
    attention(methodsOf(builder), [query, key, value], options),
  argmax: (x, parameters = {}) => builder.unit('argmax', [x], parameters),
  averagePool: (x, parameters) => builder.unit('average_pool', [x], parameters),
  batchNorm: (x, parameters) => batchNorm(builder, x, parameters),
  concatenate: (inputs, parameters) => builder.unit('concatenate', inputs, parameters),
  conv2d: (x, parameters) => builder.unit('conv2d', [x], parameters),
  dense: (x, parameters) => builder.unit('dense', [x], parameters),
  depthwiseConv2d: (x, parameters) => builder.unit('depthwise_conv2d', [x], parameters),
  divide: (a, b, parameters) => builder.unit('divide', [a, b], parameters),
  elu: (x, parameters = {}) => builder.unit('elu', [x], parameters),
  exp: (x, parameters) => builder.unit('exp', [x], parameters),
  flatten: (x, parameters = {}) =>
    builder.unit('reshape', [x], { ...parameters, shape: [sizeOf(x.stream?.shape ?? [])] }),
  gather: (x, indices, parameters = {}) => builder.unit('gather', [x, indices], parameters),
  gelu: (x, parameters = {}) => builder.unit('gelu', [x], parameters),
  hardSigmoid: (x, parameters = {}) => builder.unit('hard_sigmoid', [x], parameters),
  hardSwish: (x, parameters) => builder.unit('hard_swish', [x], parameters),
  layerNorm: (x, parameters) => builder.unit('layer_norm', [x], parameters),
  leakyRelu: (x, parameters) => builder.unit('leaky_relu', [x], parameters),
  log2: (x, parameters) => builder.unit('log2', [x], parameters),
  logistic: (x, parameters = {}) => builder.unit('logistic', [x], parameters),
  map: (x, compute, parameters = {}) => builder.unit('map', [x], { ...parameters, compute }),
  matmul: (a, b, parameters) => builder.unit('matmul', [a, b], parameters),
  maskedSoftmax: (x, mask, parameters = {}) =>
    builder.unit('masked_softmax', [x, mask], parameters),
  maxPool: (x, parameters) => builder.unit('max_pool', [x], parameters),
  mean: (x, parameters) => builder.unit('mean', [x], parameters),
  multiply: (a, b, parameters) => binary(builder, 'multiply', [a, b], parameters),
  mxConv2d: (x, options) => mxConv2d(methodsOf(builder), x, options),
  mxDense: (elements, scales, parameters) =>
    builder.unit('mx_dense', [elements, scales], parameters),
  mxElements: (x, scales, parameters) => builder.unit('mx_elements', [x, scales], parameters),
  mxQuantize: (x, options) => mxQuantize(methodsOf(builder), x, options),
  mxScale: (x, parameters) => builder.unit('mx_scale', [x], parameters),
  pad: (x, parameters) => builder.unit('pad', [x], parameters),
  patches: (x, parameters) => builder.unit('patches', [x], parameters),
  prelu: (x, parameters) => builder.unit('prelu', [x], parameters),
  pruneTokens: (given, options) => pruneTokens(methodsOf(builder), given, options),
  reciprocal: (x, parameters) => builder.unit('reciprocal', [x], parameters),
  relu: (x, parameters = {}) => builder.unit('relu', [x], parameters),
  requantize: (x, parameters) => builder.unit('requantize', [x], parameters),
  reshape: (x, parameters) => builder.unit('reshape', [x], parameters),
  rsqrt: (x, parameters) => builder.unit('rsqrt', [x], parameters),
  sampledMatmul: (mask, a, b, parameters) =>
    builder.unit('sampled_matmul', [mask, a, b], parameters),
  sigmoid: (x, parameters = {}) => builder.unit('sigmoid', [x], parameters),
  silu: (x, parameters = {}) => builder.unit('silu', [x], parameters),
  rowStationaryConv2d: (x, parameters) => builder.unit('row_stationary_conv2d', [x], parameters),
  rmsNorm: (x, parameters) => builder.unit('rms_norm', [x], parameters),
  slice: (x, parameters) => builder.unit('slice', [x], parameters),
  softmax: (x, parameters = {}) => builder.unit('softmax', [x], parameters),
  softplus: (x, parameters = {}) => builder.unit('softplus', [x], parameters),
  sqrt: (x, parameters) => builder.unit('sqrt', [x], parameters),
  squaredDifference: (a, b, parameters) =>
    binary(builder, 'squared_difference', [a, b], parameters),
  subtract: (a, b, parameters) => binary(builder, 'subtract', [a, b], parameters),
  tanh: (x, parameters = {}) => builder.unit('tanh', [x], parameters),
  thresholdMask: (x, parameters) => builder.unit('threshold_mask', [x], parameters),
  topK: (x, parameters) => builder.unit('top_k', [x], parameters),
  transpose: (x, parameters) => builder.unit('transpose', [x], parameters),
});

/** Describes a datapath; `describe` calls units on the streams it gets, in any order. */
export const datapath = (name: string, describe: (d: DatapathMethods) => void): Design => ({
  kind: 'design',
  name,
  build(options) {
    const builder = new DatapathBuilder(name, options);
    describe(methodsOf(builder));
    return builder.finish();
  },
});
