import {
  division,
  elementwise,
  mapping,
  mean,
  pooling,
  rescaling,
  slopes,
  unary,
} from './arithmetic.js';
import type { Step } from './common.js';
import { attending, microscaling } from './compositions.js';
import { convolution, dense, depthwise, rowStationary } from './layers.js';
import { concatenation, layout } from './layout.js';
import { product, sampled } from './products.js';
import { gather, maskedSoftmax, norm, rowsOf, softmax, thresholdMask } from './rows.js';

export const steps: readonly Step[] = [
  ...[dense, dense, dense, convolution, convolution, convolution, depthwise, rowStationary],
  ...[product, product, product, sampled, softmax, softmax, maskedSoftmax, thresholdMask, norm],
  ...[norm, rowsOf, gather, layout, layout, layout, concatenation, pooling, mean, elementwise],
  ...[elementwise, elementwise, division, unary, unary, mapping, rescaling, slopes, attending],
  microscaling,
];
