import { randomIntegers } from '../../generator/numeric/random.js';
import { broadcastShape } from '../../generator/units/elementwise/broadcast.js';
import type {
  WrittenField,
  WrittenModel,
  WrittenOperator,
  WrittenTensor,
} from './tflite-writer.js';

/**
 * Writes int8 networks of transformers as a converter does: real numbers go through every operator, and its result's
 * smallest and largest are the ends of its codes.
 */

export interface Real {
  /** Of the tensor in the file. */
  readonly index: number;
  /** Batch axis included. */
  readonly shape: readonly number[];
  /** A tensor for each sample. */
  readonly values: readonly Float64Array[];
}

export interface CalibratedNetwork {
  input(shape: readonly number[], spread?: number): Real;
  /** A constant of int8. */
  constant(shape: readonly number[], values: readonly number[]): Real;
  /** Seeded numbers of mean and spread. */
  random(count: number, mean: number, spread: number): readonly number[];
  add(a: Real, b: Real): Real;
  sub(a: Real, b: Real): Real;
  mul(a: Real, b: Real): Real;
  squaredDifference(a: Real, b: Real): Real;
  /** Over the last axis. */
  mean(x: Real, keepDims?: boolean): Real;
  rsqrt(x: Real): Real;
  tanh(x: Real): Real;
  gelu(x: Real, approximate?: boolean): Real;
  softmax(x: Real): Real;
  /** FULLY_CONNECTED with random weights and bias, which keeps the axes in front. */
  dense(x: Real, outputs: number): Real;
  reshape(x: Real, shape: readonly number[]): Real;
  transpose(x: Real, permutation: readonly number[]): Real;
  /** [.., rows, depth] and [.., columns, depth] where `turned`, else [.., depth, columns]. */
  batchMatmul(a: Real, b: Real, turned: boolean): Real;
  model(outputs: readonly Real[]): WrittenModel;
}

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Element of `shape` under element `i` of `to`, to which it is broadcast. */
const elementUnder = (i: number, shape: readonly number[], to: readonly number[]): number => {
  let rest = i;
  let index = 0;
  let stride = 1;
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const length = to[axis] as number;
    const own = shape[axis - to.length + shape.length] ?? 1;
    if (own !== 1) index += (rest % length) * stride;
    stride *= own;
    rest = Math.floor(rest / length);
  }
  return index;
};

/** Scale and zero point of codes from the least to the largest value, 0 among them. */
const quantizationOf = (values: readonly Float64Array[]) => {
  const all = values.flatMap((tensor) => [...tensor]);
  const low = Math.min(0, ...all);
  const high = Math.max(0, ...all);
  const scale = Math.fround((high - low || 1) / 255);
  return { scales: [scale], zeroPoints: [Math.round(-128 - low / scale)] };
};

const erf = (z: number): number => {
  let term = z;
  let sum = z;
  for (let n = 1; n < 100; n++) {
    term *= (-z * z) / n;
    sum += term / (2 * n + 1);
  }
  return Math.abs(z) > 5 ? Math.sign(z) : (2 / Math.sqrt(Math.PI)) * sum;
};

const samples = 24;

export const calibratedNetwork = (seed: number): CalibratedNetwork => {
  const next = randomIntegers(seed);
  const share = (): number => (next() % 1_000_000) / 1_000_000;
  /** Nearly normal: the sum of twelve uniform numbers. */
  const normal = (): number => Array.from({ length: 12 }, share).reduce((a, b) => a + b, -6);
  const tensors: WrittenTensor[] = [];
  const operators: WrittenOperator[] = [];
  const inputs: number[] = [];
  const push = (tensor: WrittenTensor): number =>
    tensors.push({ name: `t${tensors.length}`, ...tensor }) - 1;

  const operator = (
    written: Omit<WrittenOperator, 'inputs' | 'outputs'>,
    from: readonly number[],
    shape: readonly number[],
    values: readonly Float64Array[],
    fixed: Partial<WrittenTensor> = quantizationOf(values),
  ): Real => {
    const index = push({ shape, ...fixed });
    operators.push({ ...written, inputs: from, outputs: [index] });
    return { index, shape, values };
  };
  const integers = (data: readonly number[]): number =>
    push({ shape: [data.length], type: 2, data });
  const unary =
    (
      builtin: number,
      f: (value: number) => number,
      fixed?: Partial<WrittenTensor>,
      more: Partial<WrittenOperator> = {},
    ) =>
    (x: Real): Real =>
      operator(
        { builtin, ...more },
        [x.index],
        x.shape,
        x.values.map((tensor) => tensor.map(f)),
        fixed,
      );
  const binary =
    (builtin: number, union: number, f: (a: number, b: number) => number) =>
    (a: Real, b: Real): Real => {
      const shape = broadcastShape(a.shape, b.shape) ?? [];
      const values = Array.from({ length: samples }, (_, sample) => {
        const [p, q] = [a, b].map((one) => one.values[sample % one.values.length] as Float64Array);
        return Float64Array.from({ length: size(shape) }, (__, i) =>
          f(
            p?.[elementUnder(i, a.shape, shape)] as number,
            q?.[elementUnder(i, b.shape, shape)] as number,
          ),
        );
      });
      return operator({ builtin, union, options: [] }, [a.index, b.index], shape, values);
    };
  /** Elements of a tensor in another order. */
  const moved = (
    x: Real,
    builtin: number,
    constant: number,
    shape: readonly number[],
    from: (i: number) => number,
  ): Real => {
    const { scales = [], zeroPoints = [] } = tensors[x.index] ?? {};
    const values = x.values.map((tensor) => tensor.map((_, i) => tensor[from(i)] as number));
    return operator({ builtin }, [x.index, constant], shape, values, { scales, zeroPoints });
  };

  return {
    random: (count, mean, spread) => Array.from({ length: count }, () => mean + spread * normal()),
    input(shape, spread = 1) {
      const values = Array.from({ length: samples }, () =>
        Float64Array.from({ length: size(shape) }, () => spread * normal()),
      );
      const index = push({ shape, ...quantizationOf(values), name: `x${inputs.length}` });
      inputs.push(index);
      return { index, shape, values };
    },
    constant(shape, given) {
      const values = Float64Array.from(given);
      const quantization = quantizationOf([values]);
      const [scale = 1] = quantization.scales;
      const [zero = 0] = quantization.zeroPoints;
      const data = given.map((v) => Math.max(-128, Math.min(127, Math.round(v / scale) + zero)));
      return { index: push({ shape, data, ...quantization }), shape, values: [values] };
    },
    add: binary(0, 11, (a, b) => a + b),
    sub: binary(41, 28, (a, b) => a - b),
    mul: binary(18, 21, (a, b) => a * b),
    squaredDifference: binary(99, 76, (a, b) => (a - b) ** 2),
    mean(x, keepDims = true) {
      const length = x.shape.at(-1) as number;
      const values = x.values.map((tensor) =>
        Float64Array.from(
          { length: tensor.length / length },
          (_, row) =>
            tensor.subarray(row * length, (row + 1) * length).reduce((a, b) => a + b) / length,
        ),
      );
      const shape = [...x.shape.slice(0, -1), ...(keepDims ? [1] : [])];
      const options: WrittenField[] = [[0, 'int8', keepDims ? 1 : 0]];
      const from = [x.index, integers([-1])];
      return operator({ builtin: 40, union: 27, options }, from, shape, values);
    },
    rsqrt: unary(76, (x) => 1 / Math.sqrt(x)),
    tanh: unary(28, Math.tanh, { scales: [1 / 128], zeroPoints: [0] }),
    gelu(x, approximate = false) {
      const f = approximate
        ? (v: number) => 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)))
        : (v: number) => 0.5 * v * (1 + erf(v * Math.SQRT1_2));
      const options: WrittenField[] = [[0, 'int8', approximate ? 1 : 0]];
      return unary(150, f, undefined, { union: 116, options })(x);
    },
    softmax(x) {
      const length = x.shape.at(-1) as number;
      const values = x.values.map((tensor) => {
        const exponentials = tensor.map(Math.exp);
        return exponentials.map((e, i) => {
          const row = i - (i % length);
          return e / exponentials.subarray(row, row + length).reduce((a, b) => a + b);
        });
      });
      const options: WrittenField[] = [[0, 'float32', 1]];
      const fixed = { scales: [1 / 256], zeroPoints: [-128] };
      return operator({ builtin: 25, union: 9, options }, [x.index], x.shape, values, fixed);
    },
    dense(x, outputs) {
      const length = x.shape.at(-1) as number;
      const scale = Math.fround(2.5 / Math.sqrt(length) / 127);
      const data = Array.from({ length: outputs * length }, () =>
        Math.max(-127, Math.min(127, Math.round(normal() * 50))),
      );
      const weights = push({ shape: [outputs, length], data, scales: [scale] });
      const step = Math.fround(scale * (tensors[x.index]?.scales?.[0] as number));
      const bias = Array.from({ length: outputs }, () => Math.round((0.2 * normal()) / step));
      const biases = push({ shape: [outputs], type: 2, data: bias, scales: [step] });
      const values = x.values.map((tensor) =>
        Float64Array.from({ length: (tensor.length / length) * outputs }, (_, i) => {
          const [row, output] = [Math.floor(i / outputs), i % outputs];
          let sum = (bias[output] as number) * step;
          for (let k = 0; k < length; k++) {
            sum +=
              (tensor[row * length + k] as number) * scale * (data[output * length + k] as number);
          }
          return sum;
        }),
      );
      const options: WrittenField[] = [
        [0, 'int8', 0],
        [2, 'int8', 1],
      ];
      const shape = [...x.shape.slice(0, -1), outputs];
      return operator({ builtin: 9, union: 8, options }, [x.index, weights, biases], shape, values);
    },
    reshape: (x, shape) => moved(x, 22, integers(shape), shape, (i) => i),
    transpose(x, permutation) {
      const shape = permutation.map((axis) => x.shape[axis] as number);
      const strides = x.shape.map((_, axis) => size(x.shape.slice(axis + 1)));
      const from = (i: number): number => {
        let rest = i;
        let index = 0;
        for (let axis = shape.length - 1; axis >= 0; axis--) {
          const length = shape[axis] as number;
          index += (rest % length) * (strides[permutation[axis] as number] as number);
          rest = Math.floor(rest / length);
        }
        return index;
      };
      return moved(x, 39, integers(permutation), shape, from);
    },
    batchMatmul(a, b, turned) {
      const [rows, depth] = a.shape.slice(-2) as [number, number];
      const columns = b.shape.at(turned ? -2 : -1) as number;
      const shape = [...a.shape.slice(0, -1), columns];
      const values = a.values.map((tensor, sample) => {
        const other = b.values[sample] as Float64Array;
        return Float64Array.from({ length: size(shape) }, (_, i) => {
          const [column, row] = [i % columns, Math.floor(i / columns)];
          const matrix = Math.floor(row / rows) * depth * columns;
          let sum = 0;
          for (let k = 0; k < depth; k++) {
            const at = turned ? column * depth + k : k * columns + column;
            sum += (tensor[row * depth + k] as number) * (other[matrix + at] as number);
          }
          return sum;
        });
      });
      const options: WrittenField[] = [[1, 'int8', turned ? 1 : 0]];
      return operator({ builtin: 126, union: 101, options }, [a.index, b.index], shape, values);
    },
    model: (outputs) => ({
      tensors,
      inputs,
      outputs: outputs.map(({ index }) => index),
      operators,
    }),
  };
};
