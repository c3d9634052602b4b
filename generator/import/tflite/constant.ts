import { type Codes, narrow } from '../../ir/codes.js';
import type { NumberFormat } from '../../ir/format.js';
import { type ConstantTensor, sizeOf } from '../../ir/tensor.js';
import { fixedShape } from './activation.js';
import { type ElementType, elementBits, readElements } from './elements.js';
import type { TfliteModel, TfliteTensor } from './model.js';
import {
  int4Type,
  int8Type,
  type int16Type,
  int32Type,
  type int64Type,
  tensorTypeName,
} from './names.js';
import { damaged, modelError, quantizeHint, shapeText } from './problem.js';
import { weightScales } from './weight-scales.js';

/** What an operator needs of a constant. `role` names it in messages: `weights`, `bias`. */
export interface ConstantNeeds {
  readonly role: string;
  readonly place: string;
  readonly type: typeof int8Type | typeof int16Type | typeof int32Type;
}

/** The same where several element types will do. */
interface ConstantChoice {
  readonly role: string;
  readonly place: string;
  readonly types: readonly ElementType[];
}

interface Constant<Elements extends Codes> {
  readonly shape: readonly number[];
  readonly codes: Elements;
  readonly place: string;
}

/** Places of constants name the operator and the tensor, which is where a user finds it again. */
const placeOf = (
  tensor: TfliteTensor,
  { place, role }: Pick<ConstantNeeds, 'place' | 'role'>,
): string => `${place}, ${role}${tensor.name ? ` '${tensor.name}'` : ''}`;

/** Elements of a constant, sizes checked before memory is taken; `spend` bounds what all take. */
const readConstant = (
  tensor: TfliteTensor,
  needs: ConstantChoice,
  model: TfliteModel,
): Constant<Codes> & { readonly type: ElementType } => {
  const place = placeOf(tensor, needs);
  const { data } = tensor;
  const type = needs.types.find((candidate) => candidate === tensor.type);
  if (tensor.isSparse) {
    throw modelError(place, 'is stored in a sparse format', 'convert the model with dense weights');
  }
  if (type === undefined) {
    throw modelError(
      place,
      `has ${tensorTypeName(tensor.type)} elements, needs ${needs.types.map(tensorTypeName).join(' or ')}`,
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
  const elements = sizeOf(shape);
  const needed = Math.ceil((elements * elementBits[type]) / 8);
  if (data.length !== needed) {
    throw damaged(
      place,
      `holds ${data.length} bytes, its shape ${shapeText(shape)} needs ${needed}`,
    );
  }
  // What is taken for the elements, which is more than the file's bytes where these are packed.
  model.spend(Math.max(needed, elements), place);
  return { shape, codes: readElements(data, type, elements), type, place };
};

/** The same of one element type of at most 32 bits. */
export const constantCodes = (
  tensor: TfliteTensor,
  { role, place, type }: ConstantNeeds,
  model: TfliteModel,
): Constant<Int32Array> => {
  const read = readConstant(tensor, { role, place, types: [type] }, model);
  return { shape: read.shape, codes: narrow(read.codes), place: read.place };
};

/** int8 or int4 weights of `rank` axes, output channels along `axis`. */
export const weightsOf = (
  tensor: TfliteTensor,
  { place: operatorPlace, rank, axis }: { place: string; rank: number; axis: number },
  model: TfliteModel,
): ConstantTensor => {
  const needs = { role: 'weights', place: operatorPlace, types: [int8Type, int4Type] } as const;
  const { shape, codes, type, place } = readConstant(tensor, needs, model);
  const bits = elementBits[type];
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
    format: { kind: 'int', bits },
    ...weightScales(tensor, shape, axis, place, bits),
    data: codes,
    origin: place,
  };
};

/** What an operator's bias has to be. */
export interface BiasNeeds {
  readonly place: string;
  readonly channels: number;
  /** Of the input. */
  readonly format: NumberFormat;
  /** TensorTypes that the kernel of int16 activations takes; int8 has int32 alone. */
  readonly wideTypes: readonly (typeof int64Type | typeof int32Type)[];
}

/**
 * The parameters `bias` and `accumulator` of a unit. The bias's scale is input * weights by definition
 * (arithmetic.md, 1), so what the file says of it is not read. For int16 activations it decides what sums
 * are kept in (lite/kernels/internal/reference/integer_ops: `AccumScalar`); without a bias that is an
 * int64, TFLite's default.
 */
export const biasOf = (
  tensor: TfliteTensor | undefined,
  { place: operatorPlace, channels, format: input, wideTypes }: BiasNeeds,
  model: TfliteModel,
): { readonly bias?: ConstantTensor; readonly accumulator?: 'int32' } => {
  if (!tensor) return {};
  const types = input.bits === 16 ? wideTypes : ([int32Type] as const);
  const needs = { role: 'bias', place: operatorPlace, types };
  const { shape, codes, type, place } = readConstant(tensor, needs, model);
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
  const bias: ConstantTensor = {
    kind: 'constant',
    shape: [channels],
    format: { kind: 'int', bits: elementBits[type] },
    scale: 1,
    zeroPoint: 0,
    data: codes,
    origin: place,
  };
  return input.bits === 16 && type === int32Type ? { bias, accumulator: 'int32' } : { bias };
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
