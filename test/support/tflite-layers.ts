import {
  clamp,
  multiplyByQuantizedMultiplier,
  multiplyWide,
  quantizeMultiplier,
} from './tflite-arithmetic.js';
import type { WrittenModel, WrittenTensor } from './tflite-writer.js';

/**
 * FULLY_CONNECTED, CONV_2D and DEPTHWISE_CONV_2D from the facts of a written model, by TFLite's reference
 * kernels (lite/kernels/internal/reference/integer_ops) in BigInt: nothing of the importer or of the
 * units is used. A zero point of the weights is taken off everywhere; TFLite's own convolutions know
 * none, its quantization specification having them symmetric.
 */

const int16 = 7;
const int32 = 2;

/** One operator with its tensors; single rounding is not written down. */
interface Layer {
  readonly x: WrittenTensor;
  readonly y: WrittenTensor;
  readonly weights: WrittenTensor;
  readonly bias: WrittenTensor | undefined;
  /** A scalar option by slot. */
  option(slot: number, absent?: number): number;
}

const layerOf = ({ tensors, operators }: WrittenModel): Layer => {
  const [operator] = operators;
  if (!operator || operators.length > 1) throw new Error('needs a model of one operator');
  const tensor = (index: number | undefined) => tensors[index ?? -1];
  const [x, weights, bias] = operator.inputs.map(tensor);
  const y = tensor(operator.outputs[0]);
  if (!x || !y || !weights) throw new Error('needs input, weights and output');
  return {
    ...{ x, y, weights, bias },
    option: (slot, absent = 0) =>
      Number(operator.options?.find(([at]) => at === slot)?.[2] ?? absent),
  };
};

const scaleOf = ({ scales = [] }: WrittenTensor, channel = 0): number =>
  Math.fround(scales[scales.length === 1 ? 0 : channel] as number);

const zeroOf = ({ zeroPoints }: WrittenTensor): number => zeroPoints?.[0] ?? 0;

const limits: readonly (readonly [number, number])[] = [
  [-Infinity, Infinity],
  [0, Infinity],
  [-1, 1],
  [0, 6],
];

/** `CalculateActivationRangeQuantized`. */
const rangeOf = (y: WrittenTensor, activation: number): readonly [number, number] => {
  const most = y.type === int16 ? 32767 : 127;
  const [low, high] = limits[activation] as readonly [number, number];
  const code = (real: number): number => {
    const quotient = Math.fround(Math.fround(real) / scaleOf(y));
    return zeroOf(y) + Math.sign(quotient) * Math.round(Math.abs(quotient));
  };
  return [Math.max(-most - 1, code(low)), Math.min(most, code(high))];
};

/** One output code from its channel's sum of products. */
const finish = (
  { x, y, bias }: Layer,
  factor: number,
  activation: number,
  products: bigint,
  channel: number,
): number => {
  const sum = products + BigInt(bias?.data?.[channel] ?? 0);
  const multiplier = quantizeMultiplier(factor);
  // The accumulator's type is the bias's; only an int32 one wraps (and has the int32 rule).
  const isWide = x.type === int16 && bias?.type !== int32;
  const scaled = isWide
    ? multiplyWide(sum, multiplier)
    : multiplyByQuantizedMultiplier(BigInt.asIntN(32, sum), multiplier);
  return clamp(scaled + BigInt(zeroOf(y)), ...rangeOf(y, activation));
};

/** FULLY_CONNECTED of one tensor of codes. */
export const evaluateDense = (model: WrittenModel, input: readonly number[]): number[] => {
  const layer = layerOf(model);
  const { x, y, weights } = layer;
  const [outputs = 0, inputs = 0] = weights.shape;
  const result: number[] = [];
  for (let row = 0; row < input.length; row += inputs) {
    for (let o = 0; o < outputs; o++) {
      let products = 0n;
      for (let i = 0; i < inputs; i++) {
        const weight = (weights.data?.[o * inputs + i] as number) - zeroOf(weights);
        products += BigInt(weight * ((input[row + i] as number) - zeroOf(x)));
      }
      const product =
        weights.scales?.length === 1
          ? Math.fround(scaleOf(x) * scaleOf(weights))
          : scaleOf(x) * scaleOf(weights, o);
      result.push(finish(layer, product / scaleOf(y), layer.option(0), products, o));
    }
  }
  return result;
};

/** CONV_2D, or DEPTHWISE_CONV_2D where the operator is 4, of one tensor of codes. */
export const evaluateConvolution = (model: WrittenModel, input: readonly number[]): number[] => {
  const layer = layerOf(model);
  const { x, y, weights, option } = layer;
  const isDepthwise = model.operators[0]?.builtin === 4;
  const activationSlot = isDepthwise ? 4 : 3;
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const [, rows = 0, columns = 0, outputs = 0] = y.shape;
  const [, kernelRows = 0, kernelColumns = 0] = weights.shape;
  const strides = [option(2), option(1)] as const;
  const dilations = [option(activationSlot + 2, 1), option(activationSlot + 1, 1)] as const;
  const before = (out: number, axis: 0 | 1, kernel: number, size: number): number => {
    if (option(0) === 1) return 0;
    const reach = (out - 1) * strides[axis] + (kernel - 1) * dilations[axis] + 1;
    return Math.floor(Math.max(reach - size, 0) / 2);
  };
  const top = before(rows, 0, kernelRows, height);
  const left = before(columns, 1, kernelColumns, width);
  const multiplier = outputs / channels;
  const weightAt = (o: number, ky: number, kx: number, c: number): number => {
    const tap = ky * kernelColumns + kx;
    const index = isDepthwise
      ? tap * outputs + o
      : (o * kernelRows * kernelColumns + tap) * channels + c;
    return (weights.data?.[index] as number) - zeroOf(weights);
  };
  const result: number[] = [];
  for (let oy = 0; oy < rows; oy++) {
    for (let ox = 0; ox < columns; ox++) {
      for (let o = 0; o < outputs; o++) {
        let products = 0n;
        for (let ky = 0; ky < kernelRows; ky++) {
          for (let kx = 0; kx < kernelColumns; kx++) {
            const iy = oy * strides[0] - top + ky * dilations[0];
            const ix = ox * strides[1] - left + kx * dilations[1];
            if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
            const seen = isDepthwise ? [Math.floor(o / multiplier)] : Array(channels).keys();
            for (const c of seen) {
              const code = (input[(iy * width + ix) * channels + c] as number) - zeroOf(x);
              products += BigInt(weightAt(o, ky, kx, c) * code);
            }
          }
        }
        const factor = (scaleOf(x) * scaleOf(weights, o)) / scaleOf(y);
        result.push(finish(layer, factor, option(activationSlot), products, o));
      }
    }
  }
  return result;
};
