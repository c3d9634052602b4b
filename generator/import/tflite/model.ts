import { FlatbufferFile, type Table } from './flatbuffer.js';
import { customOperator, operatorName } from './names.js';
import { cleanText, damaged, modelError, quote } from './problem.js';
import type { Recognised } from './recognise/recognised.js';
import {
  bufferFields,
  modelFields,
  type OptionsSchema,
  operatorCodeFields,
  operatorFields,
  quantizationFields,
  subgraphFields,
  tensorFields,
} from './schema.js';

/** A tensor as the file declares it; nothing about it is known to make sense. */
export interface TfliteTensor {
  readonly index: number;
  readonly name: string;
  readonly place: string;
  readonly shape: readonly number[];
  /** The shape with -1 where it is not fixed; empty when the file gives none. */
  readonly signature: readonly number[];
  readonly type: number;
  /** Elements of a constant, little-endian; undefined for what operators compute. */
  readonly data: Uint8Array | undefined;
  readonly quantization: TfliteQuantization | undefined;
  readonly isVariable: boolean;
  readonly isSparse: boolean;
}

export interface TfliteQuantization {
  readonly scales: readonly number[];
  readonly zeroPoints: readonly bigint[];
  readonly dimension: number;
  /** Not scale and zero point, but something else. */
  readonly custom: boolean;
}

export interface TfliteOperator {
  readonly index: number;
  readonly builtin: number;
  /** `CONV_2D`, `CUSTOM 'foo'`. */
  readonly name: string;
  readonly place: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Of an operator that stands for several of the file. */
  readonly recognised?: Recognised;
  /** The options; undefined when there are none. Throws when they are another operator's. */
  options<S extends OptionsSchema>(schema: S): Table<S['fields']> | undefined;
}

export interface TfliteModel {
  /** `kws.tflite`. */
  readonly file: string;
  readonly tensors: readonly TfliteTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly TfliteOperator[];
  /** Accounts for work on constants, however many operators share one. */
  spend(bytes: number, place: string): void;
}

/** More tensors, operators or axes than any model has. */
const largestCount = 65_536;
const largestRank = 8;

const bounded = (length: number, place: string): number => {
  if (length <= largestCount) return length;
  throw damaged(place, `has ${length} entries, more than ${largestCount}`);
};

const readQuantization = (
  table: Table<typeof quantizationFields> | undefined,
): TfliteQuantization | undefined =>
  table && {
    scales: table.float32s('scale'),
    zeroPoints: table.int64s('zero_point'),
    dimension: table.int32('quantized_dimension'),
    custom: table.uint8('details_type') !== 0,
  };

const readTensor = (
  table: Table<typeof tensorFields>,
  index: number,
  file: string,
  bufferOf: (index: number, place: string) => Uint8Array,
): TfliteTensor => {
  const name = cleanText(table.text('name'), 200);
  const place = `${file}: subgraph 0, tensor ${index}${name ? ` (${quote(name)})` : ''}`;
  const shape = table.int32s('shape');
  if (shape.length > largestRank) {
    throw damaged(place, `has ${shape.length} axes, more than ${largestRank}`);
  }
  const buffer = table.uint32('buffer');
  const data = buffer === 0 ? undefined : bufferOf(buffer, place);
  return {
    index,
    name,
    place,
    shape,
    signature: table.int32s('shape_signature'),
    type: table.int8('type'),
    data: data && data.length > 0 ? data : undefined,
    quantization: readQuantization(table.table('quantization', quantizationFields)),
    isVariable: table.uint8('is_variable') !== 0,
    isSparse: table.has('sparsity'),
  };
};

const readOperator = (
  table: Table<typeof operatorFields>,
  index: number,
  file: string,
  codeOf: (index: number, place: string) => { builtin: number; name: string },
): TfliteOperator => {
  const { builtin, name } = codeOf(table.uint32('opcode_index'), table.placeOf('opcode_index'));
  const place = `${file}: subgraph 0, operator ${index} (${name})`;
  return {
    index,
    builtin,
    name,
    place,
    inputs: table.int32s('inputs'),
    outputs: table.int32s('outputs'),
    options(schema) {
      const union = table.uint8('builtin_options_type');
      if (union === 0) return undefined;
      if (union !== schema.union) {
        throw damaged(
          place,
          `has options of kind ${union}, needs ${schema.name} (${schema.union})`,
        );
      }
      return table.table('builtin_options', schema.fields);
    },
  };
};

const readOperatorCode = (
  table: Table<typeof operatorCodeFields>,
): { builtin: number; name: string } => {
  const builtin = Math.max(table.int8('deprecated_builtin_code'), table.int32('builtin_code'));
  const custom = builtin === customOperator ? ` ${quote(table.text('custom_code'))}` : '';
  return { builtin, name: `${operatorName(builtin)}${custom}` };
};

const checkIdentity = (bytes: Uint8Array, file: string): void => {
  if (bytes.length < 8 || Buffer.from(bytes.subarray(4, 8)).toString('latin1') !== 'TFL3') {
    throw modelError(
      file,
      'is no TFLite model (no TFL3 at byte 4)',
      'give a .tflite file as the TensorFlow Lite converter writes it',
    );
  }
};

/** Reads the tables of a `.tflite` file. Throws E_MODEL; `file` names it in messages. */
export const readModel = (bytes: Uint8Array, file: string): TfliteModel => {
  checkIdentity(bytes, file);
  const flatbuffer = new FlatbufferFile(bytes);
  const root = flatbuffer.root(modelFields, `${file}: model`);
  const version = root.uint32('version');
  if (version !== 3) {
    throw modelError(file, `has schema version ${version}, needs 3`, 'convert the model again');
  }
  const subgraphs = root.tables('subgraphs', subgraphFields);
  if (subgraphs.length !== 1) {
    throw modelError(
      file,
      `has ${subgraphs.length} subgraphs, needs 1`,
      subgraphs.length === 0
        ? 'convert the model again'
        : 'convert one signature of the model, without control flow',
    );
  }
  const codes = root.tables('operator_codes', operatorCodeFields);
  const decoded = Array.from(
    { length: bounded(codes.length, root.placeOf('operator_codes')) },
    (_, i) => readOperatorCode(codes.at(i)),
  );
  const buffers = root.tables('buffers', bufferFields);
  const bufferOf = (index: number, place: string): Uint8Array => {
    if (index >= buffers.length) {
      throw damaged(place, `has its data in buffer ${index}, there are ${buffers.length}`);
    }
    const buffer = buffers.at(index);
    if (buffer.uint64('offset') > 1n) {
      throw modelError(
        place,
        'has its data outside the FlatBuffer',
        'models of more than 2 GB are not supported',
      );
    }
    return buffer.bytes('data');
  };
  const subgraph = subgraphs.at(0);
  const tensors = subgraph.tables('tensors', tensorFields);
  const operators = subgraph.tables('operators', operatorFields);
  return {
    file,
    tensors: Array.from({ length: bounded(tensors.length, subgraph.placeOf('tensors')) }, (_, i) =>
      readTensor(tensors.at(i), i, file, bufferOf),
    ),
    inputs: subgraph.int32s('inputs'),
    outputs: subgraph.int32s('outputs'),
    operators: Array.from(
      { length: bounded(operators.length, subgraph.placeOf('operators')) },
      (_, i) =>
        readOperator(operators.at(i), i, file, (index, place) => {
          const code = decoded[index];
          if (!code)
            throw damaged(place, `is ${index}, there are ${decoded.length} operator codes`);
          return code;
        }),
    ),
    spend: (size, place) => flatbuffer.spend(size, place),
  };
};
