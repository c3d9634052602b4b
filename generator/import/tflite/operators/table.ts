import { operatorName } from '../names.js';
import { conv2d, depthwiseConv2d } from './convolution.js';
import { fullyConnected } from './fully-connected.js';
import type { OperatorMapper } from './mapper.js';
import { averagePool2d, maxPool2d } from './pool.js';
import { relu, relu6 } from './relu.js';
import { expandDims, reshape, squeeze } from './reshape.js';
import { softmax } from './softmax.js';

/** By BuiltinOperator. A new operator is a mapper in this folder and a line here. */
export const mappers: ReadonlyMap<number, OperatorMapper> = new Map<number, OperatorMapper>([
  [1, averagePool2d],
  [3, conv2d],
  [4, depthwiseConv2d],
  [9, fullyConnected],
  [17, maxPool2d],
  [19, relu],
  [21, relu6],
  [22, reshape],
  [25, softmax],
  [43, squeeze],
  [70, expandDims],
]);

export const supportedOperators: readonly string[] = [...mappers.keys()].map(operatorName);
