import type { Problem } from '../../error.js';
import { narrow } from '../../ir/codes.js';
import { type ConstantTensor, sizeOf } from '../../ir/tensor.js';
import { shapeText } from '../weights.js';
import { broadcastOf, broadcastShape } from './broadcast.js';

/** The constant's sizes under the shape's axes, 1 where it has none; undefined where they do not fit. */
const alignedSizes = (
  constant: ConstantTensor,
  shape: readonly number[],
): readonly number[] | undefined => {
  const extra = constant.shape.length - shape.length;
  const sizes =
    extra > 0
      ? constant.shape.slice(extra)
      : [...new Array<number>(-extra).fill(1), ...constant.shape];
  const fits =
    constant.shape.slice(0, Math.max(extra, 0)).every((size) => size === 1) &&
    sizes.every((size, axis) => size === 1 || size === shape[axis]);
  return fits ? sizes : undefined;
};

/** The constant's shape without axes of size 1 in front that the stream has not. */
export const withoutLeadingOnes = (
  constant: readonly number[],
  shape: readonly number[],
): readonly number[] => {
  const extra = Math.max(0, constant.length - shape.length);
  const first = constant.slice(0, extra).findIndex((size) => size !== 1);
  return constant.slice(first === -1 ? extra : first);
};

/** A constant operand must broadcast with the stream, which is replayed at one depth, and have one scale. */
export const constantProblems = (
  constant: ConstantTensor,
  shape: readonly number[],
  place: string,
): readonly Problem[] => {
  const problems: Problem[] = [];
  const joint = broadcastShape(shape, withoutLeadingOnes(constant.shape, shape));
  if (!joint) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.constant`,
      reason: `gives shape ${shapeText(constant.shape)}, which does not broadcast to ${shapeText(shape)}`,
      hint: 'give one element, one per channel, or the shape of the stream',
    });
  } else if (!broadcastOf(shape, joint)) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.constant`,
      reason: `gives shape ${shapeText(constant.shape)}, with which the stream ${shapeText(shape)} would be replayed at two depths`,
      hint: 'transpose or reshape them',
    });
  }
  if (typeof constant.scale !== 'number') {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.constant`,
      reason: `gives ${constant.scale.length} scales, needs one`,
    });
  }
  return problems;
};

/**
 * The constant's codes as they meet the stream's elements: element i meets code i % length. One code
 * for a scalar, one a channel, up to one an element.
 */
export const broadcastCodes = (constant: ConstantTensor, shape: readonly number[]): Int32Array => {
  const codes = narrow(constant.data);
  const sizes = alignedSizes(constant, shape) ?? [];
  const first = sizes.findIndex((size) => size !== 1);
  if (first === -1) return codes.slice(0, 1);
  const period = shape.slice(first);
  const strides = sizes.slice(first).map((size, axis, all) => ({
    size,
    stride: sizeOf(all.slice(axis + 1)),
    inner: sizeOf(period.slice(axis + 1)),
  }));
  return Int32Array.from({ length: sizeOf(period) }, (_, i) => {
    let index = 0;
    for (const { size, stride, inner } of strides) {
      if (size !== 1) index += (Math.floor(i / inner) % size) * stride;
    }
    return codes[index] as number;
  });
};
