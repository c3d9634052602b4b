import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SinterError } from '../error.js';
import { allocateCodes, type Codes } from '../ir/codes.js';
import {
  formatName,
  isInteger,
  type MxFormat,
  type NumberFormat,
  wideRangeOf,
} from '../ir/format.js';
import { blockSize } from '../ir/formats/microscaling.js';
import { type ConstantTensor, sizeOf } from '../ir/tensor.js';
import { encodeValues, isPaired, pairsReason } from '../ir/values.js';
import { type NpyArray, parseNpy } from '../npy.js';
import { dyadicOfDouble } from '../numeric/dyadic.js';
import { float32OfReal, isFiniteCode } from '../numeric/float32.js';
import { elementOf, scaleOfBlock } from '../numeric/microscaling.js';

export interface TensorOptions {
  /** Real value of one code; one number, or one per output channel. Default 1. */
  readonly scale?: number | readonly number[];
  /** Code of real zero. Default 0. */
  readonly zeroPoint?: number;
}

/** A tensor in a file, read when the design is built; the path is relative to the design. */
export interface NpyReference extends TensorOptions {
  readonly kind: 'npy';
  readonly path: string;
  readonly format: NumberFormat;
}

/** Wherever the DSL takes a constant tensor. */
export type TensorSource = ConstantTensor | NpyReference;

export type NestedNumbers = readonly (number | NestedNumbers)[];

const shapeOf = (values: NestedNumbers): number[] => {
  const [first] = values;
  return Array.isArray(first)
    ? [values.length, ...shapeOf(first as NestedNumbers)]
    : [values.length];
};

/** The shape of nested arrays whose rows are equally long, and their elements. */
const rectangular = (values: NestedNumbers, place: string) => {
  const shape = shapeOf(values);
  const flat = flatten(values);
  if (flat.length !== sizeOf(shape)) {
    throw new SinterError({
      code: 'E_TENSOR',
      place,
      reason: `rows differ in length: ${flat.length} elements do not fill [${shape.join(', ')}]`,
    });
  }
  return { shape, flat };
};

const flatten = (values: NestedNumbers): number[] =>
  values.flatMap((value) => (typeof value === 'number' ? [value] : flatten(value)));

/** Copies `values` into codes of `format`; throws E_TENSOR at the first that is none. */
const codesFrom = (
  values: ArrayLike<number | bigint>,
  format: NumberFormat,
  place: string,
): Codes => {
  const codes = allocateCodes(format, values.length);
  const { minimum, maximum } = wideRangeOf(format);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number | bigint;
    const whole = typeof value === 'bigint' || Number.isInteger(value);
    if (!whole || BigInt(value) < minimum || BigInt(value) > maximum) {
      throw new SinterError({
        code: 'E_TENSOR',
        place,
        reason: `element ${i} is ${value}, no code of ${formatName(format)} (${minimum} .. ${maximum})`,
      });
    }
    if (codes instanceof Int32Array) codes[i] = Number(value);
    else codes[i] = BigInt(value);
  }
  return codes;
};

export const constant = (
  shape: readonly number[],
  format: NumberFormat,
  values: ArrayLike<number | bigint>,
  origin: string,
  { scale = 1, zeroPoint = 0 }: TensorOptions = {},
): ConstantTensor => {
  const fail = (reason: string): never => {
    throw new SinterError({ code: 'E_TENSOR', place: origin, reason });
  };
  if (isPaired(format) && (shape.at(-1) ?? 1) % 2 === 1) fail(pairsReason(shape, format));
  if (!isInteger(format) && zeroPoint !== 0) {
    fail(`gives zero point ${zeroPoint}, ${formatName(format)} has its zero at 0`);
  }
  const data = codesFrom(values, format, origin);
  return { kind: 'constant', shape, format, scale, zeroPoint, data, origin };
};

/** A tensor of Microscaling: elements, and one scale for each 32 of them along the last axis. */
export interface MxTensors {
  readonly elements: ConstantTensor;
  readonly scales: ConstantTensor;
}

/** Nested numbers with their shape, or flat ones with the one that is given. */
const shaped = (
  values: NestedNumbers | ArrayLike<number>,
  given: readonly number[] | undefined,
  place: string,
): { readonly shape: readonly number[]; readonly flat: readonly number[] } => {
  const { shape, flat } = given
    ? { shape: given, flat: Array.from(values as ArrayLike<number>) }
    : rectangular(values as NestedNumbers, place);
  if (flat.length === sizeOf(shape)) return { shape, flat };
  throw new SinterError({
    code: 'E_TENSOR',
    place,
    reason: `${flat.length} elements do not fill [${shape.join(', ')}]`,
  });
};

const checkFinite = (
  values: readonly number[],
  place: string,
  fits: (value: number) => boolean,
): void => {
  const index = values.findIndex((value) => !fits(value));
  if (index < 0) return;
  throw new SinterError({
    code: 'E_TENSOR',
    place,
    reason: `element ${index} is ${values[index]}, needs a finite number of the format`,
  });
};

/** Tensors from literals and files. */
export const tensor = {
  /** Codes as nested arrays: `tensor.of([[1, 2], [3, 4]], int(4))`. Throws E_TENSOR. */
  of(values: NestedNumbers, format: NumberFormat, options: TensorOptions = {}): ConstantTensor {
    const { shape, flat } = rectangular(values, 'tensor.of');
    return constant(shape, format, flat, 'tensor.of', options);
  },

  /**
   * What codes are worth, before the scale: `tensor.fromValues([[1, -1]], binary())`; nested, or flat with
   * a shape. Each value must be one of the format's; else E_TENSOR names the first that is none. With a zero
   * point the value of a code is still the code.
   */
  fromValues(
    values: NestedNumbers | ArrayLike<number>,
    format: NumberFormat,
    { shape: given, ...options }: TensorOptions & { readonly shape?: readonly number[] } = {},
  ): ConstantTensor {
    const place = 'tensor.fromValues';
    const { shape, flat } = shaped(values, given, place);
    if (isInteger(format)) return constant(shape, format, flat, place, options);
    const codes = encodeValues(format, flat);
    if (!(codes instanceof Int32Array)) {
      throw new SinterError({
        code: 'E_TENSOR',
        place,
        reason: `element ${codes.index} ${codes.reason}`,
        hint: 'values are whole numbers, before the scale',
      });
    }
    return constant(shape, format, codes, place, options);
  },

  /**
   * Real numbers in a format of Microscaling, as OCP MX 1.0 defines the conversion: elements, and a scale for each 32 of
   * the last axis. Nested, or flat with a shape. Throws E_TENSOR.
   */
  mx(
    values: NestedNumbers | ArrayLike<number>,
    format: MxFormat,
    { shape: given }: { readonly shape?: readonly number[] } = {},
  ): MxTensors {
    const place = 'tensor.mx';
    const { shape, flat } = shaped(values, given, place);
    checkFinite(flat, place, Number.isFinite);
    const length = shape.at(-1) ?? 1;
    const blocks = Math.ceil(length / blockSize);
    const numbers = flat.map(dyadicOfDouble);
    const scales = Array.from({ length: (flat.length / length) * blocks }, (_, i) => {
      const from = Math.floor(i / blocks) * length + (i % blocks) * blockSize;
      const to = Math.min(from + blockSize, (Math.floor(i / blocks) + 1) * length);
      return scaleOfBlock(numbers.slice(from, to), format);
    });
    const elements = numbers.map((number, i) => {
      const block = Math.floor(i / length) * blocks + Math.floor((i % length) / blockSize);
      return elementOf(number, scales[block] as number, format);
    });
    return {
      elements: constant(shape, format, elements, place),
      scales: constant([...shape.slice(0, -1), blocks], { kind: 'e8m0', bits: 8 }, scales, place),
    };
  },

  /** Real numbers as single precision, to nearest: the bias of a layer of Microscaling. Throws E_TENSOR. */
  float32(
    values: NestedNumbers | ArrayLike<number>,
    { shape: given, ...options }: TensorOptions & { readonly shape?: readonly number[] } = {},
  ): ConstantTensor {
    const place = 'tensor.float32';
    const { shape, flat } = shaped(values, given, place);
    checkFinite(flat, place, (value) => isFiniteCode(float32OfReal(value)));
    return constant(shape, { kind: 'float32', bits: 32 }, flat.map(float32OfReal), place, options);
  },

  /** Codes already flat, row-major: weights that a program made. Throws E_TENSOR. */
  fromCodes(
    codes: ArrayLike<number | bigint>,
    shape: readonly number[],
    format: NumberFormat,
    options: TensorOptions = {},
  ): ConstantTensor {
    if (codes.length !== sizeOf(shape)) {
      throw new SinterError({
        code: 'E_TENSOR',
        place: 'tensor.fromCodes',
        reason: `${codes.length} elements do not fill [${shape.join(', ')}]`,
      });
    }
    return constant(shape, format, codes, 'tensor.fromCodes', options);
  },

  /** Codes from a `.npy` file of integers, relative to the design file. */
  fromNpy(path: string, format: NumberFormat, options: TensorOptions = {}): NpyReference {
    return { kind: 'npy', path, format, ...options };
  },
};

export const isNpyReference = (value: unknown): value is NpyReference =>
  typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === 'npy';

/** Reads a reference; throws E_FILE or E_TENSOR at `place`. */
export const readReference = (
  reference: NpyReference,
  baseDirectory: string,
  place: string,
): ConstantTensor => {
  const path = resolve(baseDirectory, reference.path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new SinterError(
      {
        code: 'E_FILE',
        place,
        reason: `${reference.path} cannot be read (${code === 'ENOENT' ? 'no such file' : code})`,
        hint: `looked for ${path}`,
      },
      { cause },
    );
  }
  const array: NpyArray = parseNpy(bytes, `${place} (${reference.path})`);
  if (array.kind === 'float') {
    throw new SinterError({
      code: 'E_TENSOR',
      place,
      reason: `${reference.path} holds ${array.dtype} values, needs integer codes of ${formatName(reference.format)}`,
      hint: 'quantize it first and store the codes',
    });
  }
  return constant(array.shape, reference.format, array.data, `${place} (${reference.path})`, {
    ...(reference.scale === undefined ? {} : { scale: reference.scale }),
    ...(reference.zeroPoint === undefined ? {} : { zeroPoint: reference.zeroPoint }),
  });
};
