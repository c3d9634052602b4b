import { type ConstantTensor, sizeOf } from '../../ir/tensor.js';
import { fixedShape } from './activation.js';
import type { TfliteModel, TfliteTensor } from './model.js';
import { int8Type, int32Type, tensorTypeName } from './names.js';
import { damaged, modelError, quantizeHint, shapeText } from './problem.js';
import { weightScales } from './weight-scales.js';

/** What an operator needs of a constant. `role` names it in messages: `weights`, `bias`. */
export interface ConstantNeeds {
  readonly role: string;
  readonly place: string;
  readonly type: typeof int8Type | typeof int32Type;
}

/** Places of constants name the operator and the tensor, which is where a user finds it again. */
const placeOf = (tensor: TfliteTensor, { place, role }: ConstantNeeds): string =>
  `${place}, ${role}${tensor.name ? ` '${tensor.name}'` : ''}`;

/** Elements of a constant, sizes checked before memory is taken; `spend` bounds what all take. */
export const constantCodes = (
  tensor: TfliteTensor,
  needs: ConstantNeeds,
  model: TfliteModel,
): { readonly shape: readonly number[]; readonly codes: Int32Array; readonly place: string } => {
  const place = placeOf(tensor, needs);
  const { data, type } = tensor;
  if (tensor.isSparse) {
    throw modelError(place, 'is stored in a sparse format', 'convert the model with dense weights');
  }
  if (type !== needs.type) {
    throw modelError(
      place,
      `has ${tensorTypeName(type)} elements, needs ${tensorTypeName(needs.type)}`,
      quantizeHint,
    );
  }
  if (!data) {
    throw modelError(
      place,
      'is no constant of the file',
      'fold what computes it into the model before conversion',
    );
  }
  const shape = fixedShape(tensor, 'constant');
  const bytes = type === int8Type ? 1 : 4;
  const needed = sizeOf(shape) * bytes;
  if (data.length !== needed) {
    throw damaged(
      place,
      `holds ${data.length} bytes, its shape ${shapeText(shape)} needs ${needed}`,
    );
  }
  model.spend(needed, place);
  if (bytes === 1) {
    return { shape, codes: Int32Array.from(data, (byte) => (byte << 24) >> 24), place };
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const codes = Int32Array.from({ length: needed / 4 }, (_, i) => view.getInt32(4 * i, true));
  return { shape, codes, place };
};

/** int8 weights of `rank` axes, output channels along `axis`. */
export const weightsOf = (
  tensor: TfliteTensor,
  { place: operatorPlace, rank, axis }: { place: string; rank: number; axis: number },
  model: TfliteModel,
): ConstantTensor => {
  const needs = { role: 'weights', place: operatorPlace, type: int8Type } as const;
  const { shape, codes, place } = constantCodes(tensor, needs, model);
  if (shape.length !== rank) {
    throw modelError(
      place,
      `has shape ${shapeText(shape)}, needs ${rank} axes`,
      'convert the model again',
    );
  }
  return {
    kind: 'constant',
    shape,
    format: { kind: 'int', bits: 8 },
    ...weightScales(tensor, shape, axis, place),
    data: codes,
    origin: place,
  };
};

/**
 * int32 bias of `channels` elements. Its scale is input * weights by definition (arithmetic.md, 1), so
 * what the file says of it is not read.
 */
export const biasOf = (
  tensor: TfliteTensor,
  operatorPlace: string,
  channels: number,
  model: TfliteModel,
): ConstantTensor => {
  const needs = { role: 'bias', place: operatorPlace, type: int32Type } as const;
  const { shape, codes, place } = constantCodes(tensor, needs, model);
  if (sizeOf(shape) !== channels) {
    throw modelError(
      place,
      `has shape ${shapeText(shape)}, needs [${channels}], one for each output channel`,
      'convert the model again',
    );
  }
  if (tensor.quantization?.zeroPoints.some((point) => point !== 0n)) {
    throw modelError(place, 'has a zero point other than 0', 'quantize the bias symmetrically');
  }
  return {
    kind: 'constant',
    shape: [channels],
    format: { kind: 'int', bits: 32 },
    scale: 1,
    zeroPoint: 0,
    data: codes,
    origin: place,
  };
};

/** Whole numbers that an operator reads as a parameter: the shape of a RESHAPE. */
export const int32Parameter = (
  tensor: TfliteTensor,
  operatorPlace: string,
  role: string,
  model: TfliteModel,
): readonly number[] => [
  ...constantCodes(tensor, { role, place: operatorPlace, type: int32Type }, model).codes,
];
