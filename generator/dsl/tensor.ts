import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SinterError } from '../error.js';
import { allocateCodes, type Codes } from '../ir/codes.js';
import { formatName, isInteger, type NumberFormat, wideRangeOf } from '../ir/format.js';
import { type ConstantTensor, sizeOf } from '../ir/tensor.js';
import { encodeValues, isPaired, pairsReason } from '../ir/values.js';
import { type NpyArray, parseNpy } from '../npy.js';

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
    const { shape, flat } = given
      ? { shape: given, flat: Array.from(values as ArrayLike<number>) }
      : rectangular(values as NestedNumbers, place);
    if (flat.length !== sizeOf(shape)) {
      throw new SinterError({
        code: 'E_TENSOR',
        place,
        reason: `${flat.length} elements do not fill [${shape.join(', ')}]`,
      });
    }
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
