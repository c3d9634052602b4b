import type { Problem } from '../error.js';
import { narrow } from '../ir/codes.js';
import { formatName, isInteger } from '../ir/format.js';
import type { ConstantTensor } from '../ir/tensor.js';
import { valuesOf } from '../ir/values.js';

/** Checks of constant tensors that every unit with weights makes. */

export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** Weight codes of at most 16 bits, `channels` scales or one. */
export const weightProblems = (
  weights: ConstantTensor,
  channels: number,
  place: string,
): readonly Problem[] => {
  const problems: Problem[] = [];
  if (weights.format.bits > 16) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.weights`,
      reason: `gives ${formatName(weights.format)} weights, at most 16 bits are supported`,
    });
  }
  if (typeof weights.scale !== 'number' && weights.scale.length !== channels) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.weights`,
      reason: `gives ${weights.scale.length} scales for ${channels} output channels`,
      hint: 'give one scale, or one per output channel',
    });
  }
  return problems;
};

/** A bias of int32 or narrower codes, one per channel; of any width where sums are an int64. */
export const biasProblems = (
  bias: ConstantTensor | undefined,
  channels: number,
  place: string,
  accumulator: 'int32' | 'int64' = 'int32',
): readonly Problem[] => {
  if (!bias) return [];
  const problems: Problem[] = [];
  if (!sameShape(bias.shape, [channels])) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.bias`,
      reason: `gives shape ${shapeText(bias.shape)}, needs [${channels}], one per output channel`,
    });
  }
  if (!isInteger(bias.format)) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.bias`,
      reason: `gives ${formatName(bias.format)}, a bias is int or uint`,
    });
  }
  if (accumulator === 'int32' && !(bias.data instanceof Int32Array)) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.bias`,
      reason: `gives ${formatName(bias.format)}, needs int32 or narrower`,
    });
  }
  return problems;
};

/** Bias codes as numbers: exact up to 53 bits, which `reachProblems` sees to. */
export const biasCodesOf = (
  bias: ConstantTensor | undefined,
): Int32Array | Float64Array | undefined =>
  bias && (bias.data instanceof Int32Array ? bias.data : Float64Array.from(bias.data, Number));

/** Values of weights with the zero point taken off. */
export const centred = ({ data, format, zeroPoint }: ConstantTensor): Int32Array => {
  const values = valuesOf(format, narrow(data));
  return zeroPoint === 0 ? values : values.map((value) => value - zeroPoint);
};

export const scaleOf = ({ scale }: ConstantTensor, channel: number): number =>
  typeof scale === 'number' ? scale : (scale[channel] as number);

/** Real weights, for reference models. */
export const realWeights = (weights: ConstantTensor, channelOf: (i: number) => number) =>
  Float64Array.from(centred(weights), (code, i) => code * scaleOf(weights, channelOf(i)));

export const countNonZeros = (weights: Int32Array): number => {
  let count = 0;
  for (const weight of weights) if (weight !== 0) count++;
  return count;
};
