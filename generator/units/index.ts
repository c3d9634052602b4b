import { add } from './add/unit.js';
import { argmax } from './argmax/unit.js';
import { averagePool } from './average_pool/unit.js';
import { concatenate } from './concatenate/unit.js';
import { conv2d } from './conv2d/unit.js';
import { dense } from './dense/unit.js';
import { depthwiseConv2d } from './depthwise_conv2d/unit.js';
import { divide } from './divide/unit.js';
import { elu } from './elu/unit.js';
import { exp } from './exp/unit.js';
import { gather } from './gather/unit.js';
import { gelu } from './gelu/unit.js';
import { hardSigmoid } from './hard_sigmoid/unit.js';
import { hardSwish } from './hard_swish/unit.js';
import { layerNorm } from './layer_norm/unit.js';
import { leakyRelu } from './leaky_relu/unit.js';
import { log2 } from './log2/unit.js';
import { logistic } from './logistic/unit.js';
import { map } from './map/unit.js';
import { maskedSoftmax } from './masked_softmax/unit.js';
import { matmul } from './matmul/unit.js';
import { maxPool } from './max_pool/unit.js';
import { mean } from './mean/unit.js';
import { multiply } from './multiply/unit.js';
import { mxDense } from './mx_dense/unit.js';
import { mxElements } from './mx_elements/unit.js';
import { mxScale } from './mx_scale/unit.js';
import { pad } from './pad/unit.js';
import { patches } from './patches/unit.js';
import { prelu } from './prelu/unit.js';
import { reciprocal } from './reciprocal/unit.js';
import { relu } from './relu/unit.js';
import { requantize } from './requantize/unit.js';
import { reshape } from './reshape/unit.js';
import { rmsNorm } from './rms_norm/unit.js';
import { rowStationaryConv2d } from './row_stationary_conv2d/unit.js';
import { rsqrt } from './rsqrt/unit.js';
import { sampledMatmul } from './sampled_matmul/unit.js';
import { sigmoid } from './sigmoid/unit.js';
import { silu } from './silu/unit.js';
import { slice } from './slice/unit.js';
import { softmax } from './softmax/unit.js';
import { softplus } from './softplus/unit.js';
import { sqrt } from './sqrt/unit.js';
import { squaredDifference } from './squared_difference/unit.js';
import { subtract } from './subtract/unit.js';
import { tanh } from './tanh/unit.js';
import { thresholdMask } from './threshold_mask/unit.js';
import { topK } from './top_k/unit.js';
import { transpose } from './transpose/unit.js';
import type { Unit } from './unit.js';

/** Every unit there is. One that is not complete does not compile. */
export const units = {
  add,
  argmax,
  average_pool: averagePool,
  concatenate,
  conv2d,
  dense,
  depthwise_conv2d: depthwiseConv2d,
  divide,
  elu,
  exp,
  gather,
  gelu,
  hard_sigmoid: hardSigmoid,
  hard_swish: hardSwish,
  layer_norm: layerNorm,
  leaky_relu: leakyRelu,
  log2,
  logistic,
  map,
  masked_softmax: maskedSoftmax,
  matmul,
  max_pool: maxPool,
  mean,
  multiply,
  mx_dense: mxDense,
  mx_elements: mxElements,
  mx_scale: mxScale,
  pad,
  patches,
  prelu,
  reciprocal,
  relu,
  requantize,
  reshape,
  rms_norm: rmsNorm,
  row_stationary_conv2d: rowStationaryConv2d,
  rsqrt,
  sampled_matmul: sampledMatmul,
  sigmoid,
  silu,
  slice,
  softmax,
  softplus,
  sqrt,
  squared_difference: squaredDifference,
  subtract,
  tanh,
  threshold_mask: thresholdMask,
  top_k: topK,
  transpose,
} satisfies Readonly<Record<string, Unit>>;

export type UnitKind = keyof typeof units;

export const isUnitKind = (name: string): name is UnitKind => Object.hasOwn(units, name);
