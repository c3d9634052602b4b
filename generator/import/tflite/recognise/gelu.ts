import type { TfliteModel, TfliteOperator, TfliteTensor } from '../model.js';
import { int8Type } from '../names.js';
import { sameShape } from '../operators/mapper.js';
import { addOptions, mulOptions } from '../schema.js';
import { constantAt, isActivated, scalarOf } from './operand.js';
import type { Match } from './recognised.js';
import { isClosed, type Readers, traced } from './trace.js';

const code = { add: 0, mul: 18, tanh: 28 } as const;

/**
 * What a tensor is of x: a polynomial by its coefficients from x^0 on; scale * tanh(..) + offset with the argument of
 * GELU; or x times that.
 */
type GeluValue =
  | { readonly kind: 'polynomial'; readonly coefficients: readonly number[] }
  | { readonly kind: 'gate' | 'gated'; readonly scale: number; readonly offset: number };

const most = 3;

const rootTwoOverPi = 0.7978845608028654;
const argument = [0, rootTwoOverPi, 0, rootTwoOverPi * 0.044715];

/** Constants of int8 are within half a step of 127 of what was meant. */
const isNear = (value: number, meant: number): boolean =>
  Math.abs(value - meant) <= Math.abs(meant) * 2 ** -7;

const polynomial = (coefficients: readonly number[]): GeluValue | undefined =>
  coefficients.length > most + 1 ? undefined : { kind: 'polynomial', coefficients };

const product = (a: GeluValue, b: GeluValue): GeluValue | undefined => {
  if (b.kind !== 'polynomial') return a.kind === 'polynomial' ? product(b, a) : undefined;
  const { coefficients } = b;
  if (a.kind === 'polynomial') {
    const made = new Array<number>(a.coefficients.length + coefficients.length - 1).fill(0);
    for (const [i, p] of a.coefficients.entries()) {
      for (const [j, q] of coefficients.entries()) made[i + j] = (made[i + j] ?? 0) + p * q;
    }
    return polynomial(made);
  }
  // Times a number, or times one x.
  const [constant = 0, linear = 0, ...rest] = coefficients;
  if (rest.length > 0 || (constant !== 0) === (linear !== 0)) return undefined;
  if (linear !== 0 && a.kind === 'gated') return undefined;
  const factor = constant + linear;
  return {
    kind: linear !== 0 ? 'gated' : a.kind,
    scale: a.scale * factor,
    offset: a.offset * factor,
  };
};

const sum = (a: GeluValue, b: GeluValue): GeluValue | undefined => {
  if (b.kind !== 'polynomial') return a.kind === 'polynomial' ? sum(b, a) : undefined;
  const { coefficients } = b;
  if (a.kind === 'polynomial') {
    const length = Math.max(a.coefficients.length, coefficients.length);
    return polynomial(
      Array.from({ length }, (_, i) => (a.coefficients[i] ?? 0) + (coefficients[i] ?? 0)),
    );
  }
  // A gate plus a number; what has x already, plus so much of x.
  const degree = a.kind === 'gate' ? 0 : 1;
  if (coefficients.some((value, i) => value !== 0 && i !== degree)) return undefined;
  return { ...a, offset: a.offset + (coefficients[degree] ?? 0) };
};

const stepOf =
  (model: TfliteModel, x: TfliteTensor) =>
  (
    operator: TfliteOperator,
    known: (tensor: number) => GeluValue | undefined,
  ): GeluValue | undefined => {
    const { builtin, inputs } = operator;
    const output = model.tensors[operator.outputs[0] ?? -1];
    if (!output || output.type !== x.type || !sameShape(output.shape, x.shape)) return undefined;
    const operandAt = (position: number): GeluValue | undefined => {
      const index = inputs[position] ?? -1;
      const value = known(index);
      if (value) return value;
      const constant = constantAt(model, operator, index, 1);
      const number = constant && scalarOf(constant);
      return number === undefined ? undefined : { kind: 'polynomial', coefficients: [number] };
    };
    const a = operandAt(0);
    if (builtin === code.tanh) {
      const isArgument =
        a?.kind === 'polynomial' &&
        argument.every((meant, i) => isNear(a.coefficients[i] ?? 0, meant));
      return isArgument ? { kind: 'gate', scale: 1, offset: 0 } : undefined;
    }
    const b = operandAt(1);
    if (inputs.length !== 2 || !a || !b) return undefined;
    if (builtin === code.mul) return isActivated(operator, mulOptions) ? undefined : product(a, b);
    if (builtin === code.add) return isActivated(operator, addOptions) ? undefined : sum(a, b);
    return undefined;
  };

/** Operators in front of the tanh among which its argument is looked for. */
const reach = 16;

/** Tensors that the argument of a tanh is made of, the nearest first; x is read more than once. */
const origins = (model: TfliteModel, readers: Readers, position: number): readonly number[] => {
  const { operators, tensors } = model;
  const reached = new Set<number>(operators[position]?.inputs ?? []);
  for (let at = position - 1; at >= 0 && at >= position - reach; at--) {
    const operator = operators[at] as TfliteOperator;
    if (!operator.outputs.some((output) => reached.has(output))) continue;
    if (operator.builtin !== code.add && operator.builtin !== code.mul) continue;
    for (const input of operator.inputs) if (!tensors[input]?.data) reached.add(input);
  }
  return [...reached].filter((tensor) => (readers.get(tensor) ?? []).length > 1);
};

/** GELU written out around the tanh at `position`; undefined where it is none. */
export const geluAt = (
  model: TfliteModel,
  readers: Readers,
  position: number,
): Match | undefined => {
  if (model.operators[position]?.builtin !== code.tanh) return undefined;
  for (const input of origins(model, readers, position)) {
    const x = model.tensors[input];
    const start = Math.min(...(readers.get(input) ?? []).filter((reader) => reader >= 0));
    if (!x || x.data || x.type !== int8Type || x.shape.length === 0) continue;
    const root = { kind: 'polynomial', coefficients: [0, 1] } as GeluValue;
    const gelu = traced(model, { root: input, value: root, start }, stepOf(model, x)).find(
      ({ value, from, ...rest }) =>
        value.kind === 'gated' &&
        isNear(value.scale, 0.5) &&
        isNear(value.offset, 0.5) &&
        from.has(position) &&
        isClosed(model, readers, { value, from, ...rest }),
    );
    if (gelu) {
      const operators = [...gelu.from].sort((a, b) => a - b);
      return { recognised: { kind: 'gelu' }, input, output: gelu.tensor, operators };
    }
  }
  return undefined;
};
