import type { DatapathMethods } from '../dsl/datapath.js';
import type { UnitKind } from '../units/index.js';

/** How a design calls a unit. */
export interface Method {
  readonly name: Exclude<keyof DatapathMethods, 'batchNorm' | 'input' | 'output'>;
  /** `one` stream, `two` operands of which the second may be a constant, or a `list` of streams. */
  readonly takes: 'one' | 'two' | 'list';
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
  hard_swish: one('hardSwish'),
  layer_norm: one('layerNorm'),
  leaky_relu: one('leakyRelu'),
  logistic: one('logistic'),
  matmul: two('matmul'),
  masked_softmax: two('maskedSoftmax'),
  max_pool: one('maxPool'),
  mean: one('mean'),
  multiply: two('multiply'),
  pad: one('pad'),
  relu: one('relu'),
  requantize: one('requantize'),
  reshape: one('reshape'),
  row_stationary_conv2d: one('rowStationaryConv2d'),
  rms_norm: one('rmsNorm'),
  slice: one('slice'),
  softmax: one('softmax'),
  subtract: two('subtract'),
  tanh: one('tanh'),
  top_k: one('topK'),
  transpose: one('transpose'),
};
