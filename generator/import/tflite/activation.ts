import type { IntFormat } from '../../ir/format.js';
import { sizeOf } from '../../ir/tensor.js';
import type { TfliteTensor } from './model.js';
import { int16Type, isIndexType } from './names.js';
import { modelError, quantizeHint, shapeText } from './problem.js';

/** Largest tensor a stream may carry, in elements. */
const largestTensor = 2 ** 28;

/** How the codes of an activation are to be read; the float32 scale widened to double. */
export interface ActivationQuantization {
  readonly format: IntFormat;
  readonly scale: number;
  readonly zeroPoint: number;
}

/**
 * The shape that the file declares, batch axis included: fixed and not empty. `what` is read (for
 * an activation the batch axis, its first, may be open in the file's signature).
 */
export const fixedShape = (
  { shape, signature, place }: TfliteTensor,
  what: 'activation' | 'constant',
): readonly number[] => {
  const open = signature.findIndex((size, axis) => size < 0 && (axis > 0 || what === 'constant'));
  if (open >= 0) {
    throw modelError(
      place,
      `has shape ${shapeText(signature)}, axis ${open} is not fixed`,
      'convert the model with a fixed input shape',
    );
  }
  if (shape.some((size) => size < 1)) {
    throw modelError(
      place,
      `has shape ${shapeText(shape)}, needs sizes of 1 and more`,
      'convert the model with a fixed input shape',
    );
  }
  const disagrees =
    signature.length > 0 &&
    (signature.length !== shape.length ||
      signature.some((size, axis) => size >= 0 && size !== shape[axis]));
  if (disagrees) {
    throw modelError(
      place,
      `has shape ${shapeText(shape)} and shape signature ${shapeText(signature)}`,
      'convert the model with a fixed input shape',
    );
  }
  if (sizeOf(shape) > largestTensor) {
    throw modelError(
      place,
      `has shape ${shapeText(shape)}, more than ${largestTensor} elements`,
      'split the model',
    );
  }
  return shape;
};

/** The shape of the stream: without the batch axis, where there is one of size 1. */
export const streamShape = (shape: readonly number[]): readonly number[] =>
  shape.length > 1 && shape[0] === 1 ? shape.slice(1) : shape;

/**
 * Indices as they are; else int8 or int16, one scale and one zero point; throws where the file has none, several or impossible ones.
 * An int16 activation is symmetric (TFLite's kernels check it).
 */
export const activationQuantization = (tensor: TfliteTensor): ActivationQuantization => {
  const { quantization, place, type } = tensor;
  // Indices: those of int64 are below 2^31 as well, the axes that they count being so.
  if (isIndexType(type)) return { format: { kind: 'int', bits: 32 }, scale: 1, zeroPoint: 0 };
  const bits = type === int16Type ? 16 : 8;
  if (!quantization || quantization.scales.length === 0) {
    throw modelError(place, 'has no quantization (no scale)', quantizeHint);
  }
  const { scales, zeroPoints, custom } = quantization;
  if (custom)
    throw modelError(place, 'has a quantization other than scale and zero point', quantizeHint);
  if (scales.length > 1 || zeroPoints.length > 1) {
    throw modelError(
      place,
      `has ${scales.length} scales and ${zeroPoints.length} zero points, an activation needs one of each`,
      quantizeHint,
    );
  }
  const scale = scales[0] as number;
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw modelError(place, `has scale ${scale}, needs a positive number`, quantizeHint);
  }
  const zeroPoint = zeroPoints[0] ?? 0n;
  if (type === int16Type && zeroPoint !== 0n) {
    throw modelError(
      place,
      `has zero point ${zeroPoint}, an int16 activation needs 0`,
      'quantize int16 activations symmetrically',
    );
  }
  if (zeroPoint < -128n || zeroPoint > 127n) {
    throw modelError(place, `has zero point ${zeroPoint}, needs -128 to 127`, quantizeHint);
  }
  return { format: { kind: 'int', bits }, scale, zeroPoint: Number(zeroPoint) };
};
