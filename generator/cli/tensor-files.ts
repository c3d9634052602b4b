import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Tensors } from '../../sim/verify.js';
import { type ProblemCode, SinterError } from '../error.js';
import { allocateCodes, type Codes } from '../ir/codes.js';
import { formatName, isFloating, type NumberFormat, wideRangeOf } from '../ir/format.js';
import { elementsOf, type StreamType } from '../ir/stream.js';
import { readProblem } from '../load/read-problem.js';
import { elementTypes } from '../npy/element-types.js';
import { type NpyArray, parseNpy, serialiseNpy } from '../npy.js';
import type { NamedFiles } from './named-files.js';

/** A stream and the name it goes by. */
export interface NamedStream {
  readonly name: string;
  readonly stream: StreamType;
}

type IntegerArray = Extract<NpyArray, { kind: 'integer' }>;

const fail = (code: ProblemCode, place: string, reason: string, hint: string): never => {
  throw new SinterError({ code, place, reason, hint });
};

const shapeText = (shape: readonly number[]): string =>
  `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;

const withoutOnes = (shape: readonly number[]): string =>
  shape.filter((size) => size !== 1).join(' ');

/** [samples, ...shape of the stream]; axes of size 1 may be more or fewer. */
const checkShape = ({ shape }: NpyArray, { name, stream }: NamedStream, place: string): void => {
  const [samples, ...rest] = shape;
  if (samples === undefined || withoutOnes(rest) !== withoutOnes(stream.shape)) {
    fail(
      'E_SHAPE',
      place,
      `gives shape ${shapeText(shape)}, ${name} needs (samples, ${stream.shape.join(', ')})`,
      'the first axis counts samples; give one sample as array[numpy.newaxis]',
    );
  }
  if (samples === 0) {
    fail('E_SHAPE', place, `gives shape ${shapeText(shape)}: no sample`, 'give one or more');
  }
};

const codesOf = (
  { data, shape }: IntegerArray,
  { stream }: NamedStream,
  place: string,
): readonly Codes[] => {
  const size = elementsOf(stream);
  const { minimum, maximum } = wideRangeOf(stream.format);
  // Numbers compare with BigInts exactly; a narrow typed array needs no conversion.
  const [low, high] =
    data instanceof BigInt64Array || data instanceof BigUint64Array
      ? [minimum, maximum]
      : [Number(minimum), Number(maximum)];
  return Array.from({ length: shape[0] as number }, (_, sample) => {
    const codes = allocateCodes(stream.format, size);
    for (let i = 0; i < size; i++) {
      const value = data[sample * size + i] as number | bigint;
      if (value < low || value > high) {
        return fail(
          'E_TENSOR',
          place,
          `element ${i} of sample ${sample} is ${value}, no code of ${formatName(stream.format)} (${minimum} .. ${maximum})`,
          'give codes of that format',
        );
      }
      if (codes instanceof Int32Array) codes[i] = Number(value);
      else codes[i] = BigInt(value);
    }
    return codes;
  });
};

const readTensors = async (
  file: string,
  place: string,
  named: NamedStream,
): Promise<readonly Codes[]> => {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw readProblem(place, cause, 'give a file that numpy.save wrote');
  });
  const array = parseNpy(bytes, place);
  const { format, scale, zeroPoint } = named.stream;
  if (array.kind === 'float') {
    const quantize = `numpy.round(x / ${scale}) + ${zeroPoint}`;
    const hint =
      format.kind === 'float32'
        ? `give the bits of single precision: numpy.float32(x / ${scale}).view(numpy.uint32)`
        : isFloating(format)
          ? 'convert it first, and give codes as unsigned integers'
          : `quantize it first: ${quantize}, clipped to the format`;
    const reason = `holds ${array.dtype} values, ${named.name} needs codes of ${formatName(format)}`;
    return fail('E_TYPE', place, reason, hint);
  }
  checkShape(array, named, place);
  return codesOf(array, named, place);
};

/**
 * The samples of every file, by stream. Throws E_FILE, E_TYPE, E_SHAPE and E_TENSOR; E_ARGUMENT where a
 * stream has no file or files differ in their number of samples.
 */
export const readInputs = async (
  files: NamedFiles,
  streams: readonly NamedStream[],
  directory: string,
): Promise<Tensors> => {
  const tensors = new Map<string, readonly Codes[]>();
  for (const named of streams) {
    const file = files.get(named.name);
    if (file === undefined) {
      const hint = `write --input ${named.name}=file.npy`;
      return fail('E_ARGUMENT', '--input', `gives no file for the input ${named.name}`, hint);
    }
    tensors.set(named.name, await readTensors(resolve(directory, file), file, named));
  }
  const counts = [...tensors].map(([name, { length }]) => `${name} has ${length}`);
  if (new Set([...tensors.values()].map(({ length }) => length)).size > 1) {
    fail('E_SHAPE', '--input', `numbers of samples differ: ${counts.join(', ')}`, 'give as many');
  }
  return tensors;
};

/** numpy's smallest type that holds every code. */
export const dtypeOf = ({ kind, bits }: NumberFormat): string => {
  const bytes = [1, 2, 4, 8].find((size) => 8 * size >= bits) ?? 8;
  return `${bytes === 1 ? '|' : '<'}${kind === 'int' ? 'i' : 'u'}${bytes}`;
};

/** The bytes of a `.npy` file: [samples, ...shape of the stream], in numpy's smallest type. */
export const tensorFile = (
  tensors: readonly Codes[],
  { shape, format }: StreamType,
): Uint8Array => {
  const dtype = dtypeOf(format);
  const type = elementTypes.get(dtype.slice(1));
  const size = tensors[0]?.length ?? 0;
  if (type?.kind !== 'integer') throw new Error(`${dtype} is no type of whole numbers`);
  const data = type.wrap(new ArrayBuffer(tensors.length * size * type.bytes));
  tensors.forEach((codes, sample) => {
    for (let i = 0; i < size; i++) {
      const code = codes[i] as number | bigint;
      const wide = data instanceof BigInt64Array || data instanceof BigUint64Array;
      data[sample * size + i] = wide ? BigInt(code) : Number(code);
    }
  });
  return serialiseNpy({ kind: 'integer', dtype, shape: [tensors.length, ...shape], data });
};
