import { Builder } from 'flatbuffers';

/** Writes tiny `.tflite` files, sound and unsound ones, so that tests need no model from outside. */

export interface WrittenTensor {
  readonly name?: string;
  readonly shape: readonly number[];
  /** TensorType. Default 9, int8. */
  readonly type?: number;
  /** Elements of a constant. */
  readonly data?: readonly number[];
  readonly scales?: readonly number[];
  readonly zeroPoints?: readonly number[];
  readonly dimension?: number;
  readonly signature?: readonly number[];
  readonly isVariable?: boolean;
  readonly isSparse?: boolean;
}

/** A scalar field of an options table: slot, kind, value. */
export type WrittenField = readonly [
  number,
  'int8' | 'int32' | 'float32' | 'int32s',
  number | readonly number[],
];

export interface WrittenOperator {
  readonly builtin: number;
  readonly custom?: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Member of the union BuiltinOptions; none when absent. */
  readonly union?: number;
  readonly options?: readonly WrittenField[];
}

export interface WrittenModel {
  readonly tensors: readonly WrittenTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly WrittenOperator[];
  /** Schema version. Default 3. */
  readonly version?: number;
  /** File identifier. Default TFL3. */
  readonly identifier?: string;
  /** How often the subgraph is listed. Default 1. */
  readonly subgraphs?: number;
  /** How often more the last tensor is listed, without more bytes for it. Default 0. */
  readonly aliases?: number;
}

const elementBytes: Readonly<Record<number, number>> = { 0: 4, 2: 4, 4: 8, 7: 2, 9: 1 };

const int32s = (b: Builder, values: readonly number[]): number => {
  b.startVector(4, values.length, 4);
  for (const value of values.toReversed()) b.addInt32(value);
  return b.endVector();
};

const float32s = (b: Builder, values: readonly number[]): number => {
  b.startVector(4, values.length, 4);
  for (const value of values.toReversed()) b.addFloat32(value);
  return b.endVector();
};

const int64s = (b: Builder, values: readonly number[]): number => {
  b.startVector(8, values.length, 8);
  for (const value of values.toReversed()) b.addInt64(BigInt(value));
  return b.endVector();
};

const offsets = (b: Builder, values: readonly number[]): number => {
  b.startVector(4, values.length, 4);
  for (const value of values.toReversed()) b.addOffset(value);
  return b.endVector();
};

/** int4: two to a byte, the first in the low nibble, the last byte of an odd number padded. */
const nibbles = (data: readonly number[]): Uint8Array =>
  Uint8Array.from(
    { length: Math.ceil(data.length / 2) },
    (_, i) => ((data[2 * i] as number) & 15) | (((data[2 * i + 1] ?? 0) & 15) << 4),
  );

const writeBuffer = (b: Builder, tensor: WrittenTensor | undefined): number => {
  let vector = 0;
  if (tensor?.data && tensor.type === 17) {
    vector = b.createByteVector(nibbles(tensor.data));
  } else if (tensor?.data) {
    const size = elementBytes[tensor.type ?? 9] ?? 1;
    const bytes = Buffer.alloc(tensor.data.length * size);
    for (const [i, value] of tensor.data.entries()) {
      const element = BigInt.asUintN(8 * size, BigInt(value));
      for (let byte = 0; byte < size; byte++) {
        bytes[i * size + byte] = Number((element >> BigInt(8 * byte)) & 255n);
      }
    }
    vector = b.createByteVector(bytes);
  }
  b.startObject(1);
  b.addFieldOffset(0, vector, 0);
  return b.endObject();
};

const writeQuantization = (b: Builder, tensor: WrittenTensor): number => {
  if (!tensor.scales) return 0;
  const scale = float32s(b, tensor.scales);
  const zeroPoint = int64s(b, tensor.zeroPoints ?? tensor.scales.map(() => 0));
  b.startObject(7);
  b.addFieldOffset(2, scale, 0);
  b.addFieldOffset(3, zeroPoint, 0);
  b.addFieldInt32(6, tensor.dimension ?? 0, 0);
  return b.endObject();
};

const writeTensor = (b: Builder, tensor: WrittenTensor, buffer: number): number => {
  const shape = int32s(b, tensor.shape);
  const name = b.createString(tensor.name ?? '');
  const quantization = writeQuantization(b, tensor);
  const signature = tensor.signature ? int32s(b, tensor.signature) : 0;
  b.startObject(0);
  const sparsity = b.endObject();
  b.startObject(8);
  b.addFieldOffset(0, shape, 0);
  b.addFieldInt8(1, tensor.type ?? 9, 0);
  b.addFieldInt32(2, buffer, 0);
  b.addFieldOffset(3, name, 0);
  b.addFieldOffset(4, quantization, 0);
  b.addFieldInt8(5, tensor.isVariable ? 1 : 0, 0);
  b.addFieldOffset(6, tensor.isSparse ? sparsity : 0, 0);
  b.addFieldOffset(7, signature, 0);
  return b.endObject();
};

const writeOptions = (b: Builder, options: readonly WrittenField[]): number => {
  const fields = options.map(([slot, kind, value]) => ({
    slot,
    kind,
    value: typeof value === 'number' ? value : int32s(b, value),
  }));
  b.startObject(8);
  for (const { slot, kind, value } of fields) {
    // Written even where they are 0: a field's default may be another.
    if (kind === 'int8') b.addFieldInt8(slot, value, null);
    else if (kind === 'int32') b.addFieldInt32(slot, value, null);
    else if (kind === 'float32') b.addFieldFloat32(slot, value, 0);
    else b.addFieldOffset(slot, value, 0);
  }
  return b.endObject();
};

const writeOperator = (b: Builder, operator: WrittenOperator, code: number): number => {
  const inputs = int32s(b, operator.inputs);
  const outputs = int32s(b, operator.outputs);
  const options = operator.union ? writeOptions(b, operator.options ?? []) : 0;
  b.startObject(5);
  b.addFieldInt32(0, code, 0);
  b.addFieldOffset(1, inputs, 0);
  b.addFieldOffset(2, outputs, 0);
  b.addFieldInt8(3, operator.union ?? 0, 0);
  b.addFieldOffset(4, options, 0);
  return b.endObject();
};

const writeCode = (b: Builder, { builtin, custom }: WrittenOperator): number => {
  const name = custom === undefined ? 0 : b.createString(custom);
  b.startObject(4);
  b.addFieldInt8(0, Math.min(builtin, 127), 0);
  b.addFieldOffset(1, name, 0);
  b.addFieldInt32(3, builtin, 0);
  return b.endObject();
};

/** The bytes of the model; an operator code for each operator, a buffer for each tensor. */
export const writeModel = (model: WrittenModel): Uint8Array => {
  const b = new Builder(1024);
  const buffers = offsets(b, [
    writeBuffer(b, undefined),
    ...model.tensors.map((tensor) => writeBuffer(b, tensor)),
  ]);
  const written = model.tensors.map((tensor, i) => writeTensor(b, tensor, tensor.data ? i + 1 : 0));
  const aliases = Array(model.aliases ?? 0).fill(written.at(-1));
  const tensors = offsets(b, [...written, ...aliases]);
  const operators = offsets(
    b,
    model.operators.map((operator, i) => writeOperator(b, operator, i)),
  );
  const inputs = int32s(b, model.inputs);
  const outputs = int32s(b, model.outputs);
  const codes = offsets(
    b,
    model.operators.map((operator) => writeCode(b, operator)),
  );
  b.startObject(5);
  b.addFieldOffset(0, tensors, 0);
  b.addFieldOffset(1, inputs, 0);
  b.addFieldOffset(2, outputs, 0);
  b.addFieldOffset(3, operators, 0);
  const subgraph = b.endObject();
  const subgraphs = offsets(b, Array(model.subgraphs ?? 1).fill(subgraph));
  b.startObject(5);
  b.addFieldInt32(0, model.version ?? 3, 0);
  b.addFieldOffset(1, codes, 0);
  b.addFieldOffset(2, subgraphs, 0);
  b.addFieldOffset(4, buffers, 0);
  b.finish(b.endObject(), model.identifier ?? 'TFL3');
  return b.asUint8Array();
};
