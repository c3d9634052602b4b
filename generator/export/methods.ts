import type { DatapathMethods } from '../dsl/datapath.js';
import type { UnitKind } from '../units/index.js';

/** How a design calls a unit. */
export interface Method {
  readonly name: Exclude<
    keyof DatapathMethods,
    'batchNorm' | 'input' | 'mxConv2d' | 'mxQuantize' | 'output'
  >;
  /** `one` stream, `two` operands of which the second may be a constant, `three` streams, or a `list` of them. */
  readonly takes: 'one' | 'two' | 'three' | 'list';
}

const one = (name: Method['name']): Method => ({ name, takes: 'one' });
const two = (name: Method['name']): Method => ({ name, takes: 'two' });

/** The method of every unit; one that is missing does not compile. */
export const methods: Readonly<Record<UnitKind, Method>> = {
  add: two('add'),
  argmax: one('argmax'),
  average_pool: one('averagePool'),
  concatenate: { name: 'concatenate', takes: 'list' },
  conv2d: one('conv2d'),
  dense: one('dense'),
  depthwise_conv2d: one('depthwiseConv2d'),
  divide: two('divide'),
  elu: one('elu'),
  exp: one('exp'),
  gather: two('gather'),
  gelu: one('gelu'),
  hard_sigmoid: one('hardSigmoid'),
  hard_swish: one('hardSwish'),
  layer_norm: one('layerNorm'),
  leaky_relu: one('leakyRelu'),
  log2: one('log2'),
  logistic: one('logistic'),
  map: one('map'),
  masked_softmax: two('maskedSoftmax'),
  matmul: two('matmul'),
  max_pool: one('maxPool'),
  mean: one('mean'),
  multiply: two('multiply'),
  mx_dense: two('mxDense'),
  mx_elements: two('mxElements'),
  mx_scale: one('mxScale'),
  pad: one('pad'),
  patches: one('patches'),
  prelu: one('prelu'),
  reciprocal: one('reciprocal'),
  relu: one('relu'),
  requantize: one('requantize'),
  reshape: one('reshape'),
  rms_norm: one('rmsNorm'),
  row_stationary_conv2d: one('rowStationaryConv2d'),
  rsqrt: one('rsqrt'),
  sampled_matmul: { name: 'sampledMatmul', takes: 'three' },
  sigmoid: one('sigmoid'),
  silu: one('silu'),
  slice: one('slice'),
  softmax: one('softmax'),
  softplus: one('softplus'),
  sqrt: one('sqrt'),
  squared_difference: two('squaredDifference'),
  subtract: two('subtract'),
  tanh: one('tanh'),
  threshold_mask: one('thresholdMask'),
  top_k: one('topK'),
  transpose: one('transpose'),
};
