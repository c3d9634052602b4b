import { type ConstantTensor, sizeOf } from '../../../ir/tensor.js';
import type { TfliteModel, TfliteOperator, TfliteTensor } from '../model.js';
import { int8Type, int16Type } from '../names.js';
import { constantOperand } from '../operators/elementwise.js';
import type { OptionsSchema } from '../schema.js';

/** A constant operand: which tensor, and its elements with the zero point taken off. */
export interface Constant {
  readonly index: number;
  readonly tensor: ConstantTensor;
}

/** The tensor of an index, if it is a constant. */
const constantTensor = ({ tensors }: TfliteModel, index: number): TfliteTensor | undefined => {
  const tensor = tensors[index];
  return tensor?.data ? tensor : undefined;
};

/** A constant of one element, or of `channels` along the last axis; throws SinterError for one that cannot be read. */
export const constantAt = (
  model: TfliteModel,
  { place }: TfliteOperator,
  index: number,
  channels: number,
): Constant | undefined => {
  const tensor = constantTensor(model, index);
  if (!tensor || (tensor.type !== int8Type && tensor.type !== int16Type)) return undefined;
  const size = sizeOf(tensor.shape);
  if (size !== 1 && (size !== channels || tensor.shape.at(-1) !== channels)) return undefined;
  const bits = tensor.type === int16Type ? 16 : 8;
  const read = constantOperand({ place, model }, tensor, bits);
  const { zeroPoint, data } = read;
  const centred = Int32Array.from(data as Int32Array, (code) => code - zeroPoint);
  const format = { kind: 'int', bits: bits + 1 } as const;
  return { index, tensor: { ...read, shape: [size], format, zeroPoint: 0, data: centred } };
};

/** The value of a constant of one element. */
export const scalarOf = ({ tensor: { data, scale } }: Constant): number | undefined =>
  data.length === 1 ? (scale as number) * Number(data[0]) : undefined;

/** Whether an operator clamps its result. */
export const isActivated = (
  operator: TfliteOperator,
  schema: OptionsSchema & { readonly fields: { readonly fused_activation: number } },
): boolean => (operator.options(schema)?.int8('fused_activation') ?? 0) !== 0;
