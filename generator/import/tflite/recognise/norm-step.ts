import { int32Parameter } from '../constant.js';
import type { TfliteModel, TfliteOperator, TfliteTensor } from '../model.js';
import { sameShape } from '../operators/mapper.js';
import { addOptions, mulOptions, subOptions } from '../schema.js';
import {
  isDeviation,
  isFull,
  means,
  type NormValue,
  negated,
  rows,
  scaled,
  sum,
} from './linear.js';
import { type Constant, constantAt, isActivated, scalarOf } from './operand.js';

/** BuiltinOperators of which norms are made. */
export const code = {
  add: 0,
  mul: 18,
  reshape: 22,
  mean: 40,
  sub: 41,
  squeeze: 43,
  expandDims: 70,
  rsqrt: 76,
  squaredDifference: 99,
} as const;

/** Whether an operator is a mean over the last axis alone. */
const isRowMean = (model: TfliteModel, operator: TfliteOperator, rank: number): boolean => {
  const axes = model.tensors[operator.inputs[1] ?? -1];
  if (operator.builtin !== code.mean || operator.inputs.length !== 2 || !axes) return false;
  const [axis, ...more] = int32Parameter(axes, operator.place, 'axes', model);
  return more.length === 0 && (axis === -1 || axis === rank - 1);
};

/** What two operands, streams or constants, give. */
type Binary = (a: NormValue | Constant, b: NormValue | Constant) => NormValue | undefined;

const isConstant = (operand: NormValue | Constant): operand is Constant => 'tensor' in operand;

const added: Binary = (a, b) => {
  if (isConstant(a)) return isConstant(b) ? undefined : added(b, a);
  if (!isConstant(b)) return a.kind === 'linear' && b.kind === 'linear' ? sum(a, b) : undefined;
  if (a.kind === 'linear') return a.c ? undefined : { ...a, c: { sign: 1, constant: b } };
  const epsilon = scalarOf(b);
  return a.kind === 'variance' && a.epsilon === 0 && epsilon !== undefined && epsilon >= 0
    ? { kind: 'variance', epsilon }
    : undefined;
};

const subtracted: Binary = (a, b) => {
  if (!isConstant(b)) return b.kind === 'linear' ? added(a, negated(b)) : undefined;
  if (isConstant(a) || a.kind !== 'linear' || a.c) return undefined;
  return { ...a, c: { sign: -1, constant: b } };
};

const multiplied: Binary = (a, b) => {
  if (isConstant(a)) return isConstant(b) ? undefined : multiplied(b, a);
  if (isConstant(b)) {
    if (a.kind === 'linear') return scaled(a, { gain: b });
    return a.kind === 'root' && !a.gain ? { ...a, gain: b } : undefined;
  }
  if (a.kind === 'root') return b.kind === 'linear' ? scaled(b, { root: a }) : undefined;
  if (a.kind !== 'linear') return undefined;
  if (b.kind === 'root') return scaled(a, { root: b });
  return a === b && isDeviation(a) ? { kind: 'square' } : undefined;
};

const squared: Binary = (a, b) => {
  const difference = subtracted(a, b);
  return difference?.kind === 'linear' && isDeviation(difference) ? { kind: 'square' } : undefined;
};

/** The operators of two operands, by their BuiltinOperator. */
const binaries: ReadonlyMap<
  number,
  readonly [Binary, typeof addOptions | typeof mulOptions | typeof subOptions | undefined]
> = new Map([
  [code.add, [added, addOptions]],
  [code.mul, [multiplied, mulOptions]],
  [code.sub, [subtracted, subOptions]],
  [code.squaredDifference, [squared, undefined]],
]);

/** Whether shapes are those of rows and of what a row has one of, with or without the axis that was reduced. */
const shapesOf = ({ shape }: TfliteTensor) => {
  const kept = [...shape.slice(0, -1), 1];
  const dropped = shape.slice(0, -1);
  const isOf = (value: NormValue, given: readonly number[]): boolean =>
    isFull(value) ? sameShape(given, shape) : sameShape(given, kept) || sameShape(given, dropped);
  /** Without the axis, a row's value would meet other elements. */
  const meet = (values: readonly (readonly [NormValue, readonly number[]])[]): boolean => {
    const isKept = ([value, given]: readonly [NormValue, readonly number[]]): boolean =>
      isFull(value) || sameShape(given, kept);
    return values.every(isKept) || values.every(([, given]) => sameShape(given, dropped));
  };
  return { isOf, meet };
};

/** What an operator makes of the rows in `x`. */
export const normStep = (model: TfliteModel, x: TfliteTensor) => {
  const { isOf, meet } = shapesOf(x);
  const channels = x.shape.at(-1) ?? 1;
  const tensorAt = (index: number | undefined): TfliteTensor | undefined =>
    model.tensors[index ?? -1];
  const made = (
    operator: TfliteOperator,
    known: (tensor: number) => NormValue | undefined,
  ): NormValue | undefined => {
    const { builtin, inputs } = operator;
    const [first = -1, second = -1] = inputs;
    const value = known(first);
    const binary = binaries.get(builtin);
    if (binary) {
      const [combine, schema] = binary;
      if (inputs.length !== 2 || (schema && isActivated(operator, schema))) return undefined;
      const [a, b] = [first, second].map(
        (index) => known(index) ?? constantAt(model, operator, index, channels),
      );
      const streams = [first, second].flatMap((index) => {
        const own = known(index);
        return own ? [[own, tensorAt(index)?.shape ?? []] as const] : [];
      });
      return a && b && meet(streams) ? combine(a, b) : undefined;
    }
    if (!value) return undefined;
    if (builtin === code.mean) {
      if (!isRowMean(model, operator, x.shape.length)) return undefined;
      if (value.kind === 'square') return { kind: 'variance', epsilon: 0 };
      return value === rows ? means : undefined;
    }
    if (builtin === code.rsqrt) {
      return value.kind === 'variance' ? { kind: 'root', epsilon: value.epsilon } : undefined;
    }
    const reshapes: readonly number[] = [code.reshape, code.squeeze, code.expandDims];
    return reshapes.includes(builtin) && !isFull(value) ? value : undefined;
  };
  return (
    operator: TfliteOperator,
    known: (tensor: number) => NormValue | undefined,
  ): NormValue | undefined => {
    const output = tensorAt(operator.outputs[0]);
    const value = output?.type === x.type ? made(operator, known) : undefined;
    return value && output && isOf(value, output.shape) ? value : undefined;
  };
};
