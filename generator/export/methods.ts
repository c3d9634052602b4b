import type { DatapathMethods } from '../dsl/datapath.js';
import type { UnitKind } from '../units/index.js';

/** How a design calls a unit. */
export interface Method {
  readonly name: Exclude<keyof DatapathMethods, 'input' | 'output'>;
  /** `one` stream, `two` operands of which the second may be a constant, a `pair` or a `list` of streams. */
  readonly takes: 'one' | 'two' | 'pair' | 'list';
}

const one = (name: Method['name']): Method => ({ name, takes: 'one' });
const two = (name: Method['name']): Method => ({ name, takes: 'two' });

/** The method of every unit; one that is missing does not compile. */
export const methods: Readonly<Record<UnitKind, Method>> = {
  add: two('add'),
  average_pool: one('averagePool'),
  concatenate: { name: 'concatenate', takes: 'list' },
  conv2d: one('conv2d'),
  dense: one('dense'),
  depthwise_conv2d: one('depthwiseConv2d'),
  divide: { name: 'divide', takes: 'pair' },
  elu: one('elu'),
  exp: one('exp'),
  gelu: one('gelu'),
  hard_sigmoid: one('hardSigmoid'),
  hard_swish: one('hardSwish'),
  leaky_relu: one('leakyRelu'),
  log2: one('log2'),
  logistic: one('logistic'),
  map: one('map'),
  max_pool: one('maxPool'),
  mean: one('mean'),
  multiply: two('multiply'),
  pad: one('pad'),
  prelu: one('prelu'),
  reciprocal: one('reciprocal'),
  relu: one('relu'),
  requantize: one('requantize'),
  reshape: one('reshape'),
  rsqrt: one('rsqrt'),
  sigmoid: one('sigmoid'),
  silu: one('silu'),
  slice: one('slice'),
  softmax: one('softmax'),
  softplus: one('softplus'),
  sqrt: one('sqrt'),
  subtract: two('subtract'),
  tanh: one('tanh'),
  transpose: one('transpose'),
};
