import { type ConstantTensor, sizeOf } from '../../../ir/tensor.js';
import type { TfliteModel } from '../model.js';
import { int8Type, int16Type } from '../names.js';
import { isNorm, type NormValue, rows } from './linear.js';
import { code, normStep } from './norm-step.js';
import type { Constant } from './operand.js';
import type { Match } from './recognised.js';
import { isClosed, type Readers, type Traced, traced } from './trace.js';

/** One of each element of a row, as the file has it. */
const spread = ({ tensor }: Constant, channels: number, sign: 1 | -1): ConstantTensor => ({
  ...tensor,
  shape: [channels],
  data: Int32Array.from({ length: channels }, (_, i) => {
    const code = Number(tensor.data[tensor.data.length === 1 ? 0 : i]);
    return code === 0 ? 0 : sign * code;
  }),
});

const matchOf = (
  { value, tensor, from }: Traced<NormValue>,
  input: number,
  channels: number,
): Match => {
  if (!isNorm(value)) throw new Error('no norm was recognised');
  const { x, c, epsilon } = value;
  return {
    recognised: {
      kind: 'layer_norm',
      epsilon,
      gamma: x.gain && spread(x.gain, channels, 1),
      beta: c && spread(c.constant, channels, c.sign),
    },
    input,
    output: tensor,
    operators: [...from].sort((a, b) => a - b),
  };
};

/**
 * The norm whose mean is the operator at `position`: as many operators as belong to it and are read by nobody else;
 * undefined where there is none.
 */
export const layerNormAt = (
  model: TfliteModel,
  readers: Readers,
  position: number,
): Match | undefined => {
  const operator = model.operators[position];
  const [root = -1] = operator?.inputs ?? [];
  const x = model.tensors[root];
  if (operator?.builtin !== code.mean || !x || x.data) return undefined;
  if (x.type !== int8Type && x.type !== int16Type) return undefined;
  if (x.shape.length === 0 || sizeOf(x.shape) < 2 || x.shape.at(-1) === 1) return undefined;
  const found = traced(
    model,
    { root, value: rows as NormValue, start: position },
    normStep(model, x),
  );
  const norm = found.findLast(
    (entry) => isNorm(entry.value) && entry.from.has(position) && isClosed(model, readers, entry),
  );
  return norm && matchOf(norm, root, x.shape.at(-1) ?? 1);
};
