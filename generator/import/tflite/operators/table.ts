import { operatorName } from '../names.js';
import { argMax } from './argmax.js';
import { batchMatmul } from './batch-matmul.js';
import { concatenation, pack } from './concatenation.js';
import { conv2d, depthwiseConv2d } from './convolution.js';
import { add, mul, squaredDifference, sub } from './elementwise.js';
import { fullyConnected } from './fully-connected.js';
import type { OperatorMapper } from './mapper.js';
import { mean } from './mean.js';
import { pad, padV2 } from './pad.js';
import { averagePool2d, maxPool2d } from './pool.js';
import { prelu } from './prelu.js';
import { relu, relu6, reluN1To1 } from './relu.js';
import { expandDims, reshape, squeeze } from './reshape.js';
import { slice, stridedSlice } from './slice.js';
import { softmax } from './softmax.js';
import { split, splitV, unpack } from './split.js';
import { transpose } from './transpose.js';
import { elu, exp, gelu, hardSwish, leakyRelu, logistic, quantize, rsqrt, tanh } from './unary.js';

/** By BuiltinOperator. A new operator is a mapper in this folder and a line here. */
export const mappers: ReadonlyMap<number, OperatorMapper> = new Map<number, OperatorMapper>([
  [0, add],
  [1, averagePool2d],
  [2, concatenation],
  [3, conv2d],
  [4, depthwiseConv2d],
  [9, fullyConnected],
  [14, logistic],
  [17, maxPool2d],
  [18, mul],
  [19, relu],
  [20, reluN1To1],
  [21, relu6],
  [22, reshape],
  [25, softmax],
  [28, tanh],
  [34, pad],
  [39, transpose],
  [40, mean],
  [41, sub],
  [43, squeeze],
  [45, stridedSlice],
  [47, exp],
  [49, split],
  [54, prelu],
  [56, argMax],
  [60, padV2],
  [65, slice],
  [70, expandDims],
  [76, rsqrt],
  [83, pack],
  [88, unpack],
  [98, leakyRelu],
  [99, squaredDifference],
  [102, splitV],
  [111, elu],
  [114, quantize],
  [117, hardSwish],
  [126, batchMatmul],
  [150, gelu],
]);

/**
 * Those that take int16 activations as well: their kernels do the same with them, or follow the 16x8 rule
 * of their units. `same`: inputs and outputs are of one type; `mixed`: each of its own.
 */
export const int16Operators: ReadonlyMap<number, 'same' | 'mixed'> = new Map<
  number,
  'same' | 'mixed'
>([
  ...[
    0, 1, 2, 3, 4, 9, 14, 17, 18, 19, 21, 22, 25, 28, 34, 39, 40, 41, 43, 45, 49, 60, 65, 70, 83,
    88, 98, 99, 102,
  ].map((builtin) => [builtin, 'same'] as const),
  [114, 'mixed'],
]);

/** Those that TFLite itself has no int16 kernel for. */
export const undefinedInt16: ReadonlySet<number> = new Set([117, 150]);

export const supportedOperators: readonly string[] = [...mappers.keys()].map(operatorName);
