import {
  clamp,
  divideByPowerOfTwo,
  doublingHighMultiply,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
} from './tflite-arithmetic.js';
import type { WrittenModel, WrittenOperator, WrittenTensor } from './tflite-writer.js';

/**
 * ADD, SUB, MUL, SQUARED_DIFFERENCE, RSQRT, MEAN of the last axis and RESHAPE of a whole written model, by TFLite's int8
 * reference kernels in BigInt: nothing of the importer or of the units is used.
 */

const f = Math.fround;

const scaleOf = ({ scales = [1] }: WrittenTensor): number => f(scales[0] as number);
const zeroOf = ({ zeroPoints = [0] }: WrittenTensor): number => zeroPoints[0] as number;
const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** What two centred codes give before the output's zero point. */
type Kernel = (p: bigint, q: bigint) => bigint;

const mbqm = multiplyByQuantizedMultiplier;

/** lite/micro/kernels/add_common.cc and sub_common.cc, squared_difference.cc, mul_common.cc. */
const kernels: Readonly<Record<number, (a: number, b: number, y: number) => Kernel>> = {
  0: (a, b, y) => {
    const twice = 2 * Math.max(a, b);
    const [ma, mb] = [quantizeMultiplier(a / twice), quantizeMultiplier(b / twice)];
    const my = quantizeMultiplier(twice / (2 ** 20 * y));
    return (p, q) => mbqm(mbqm(p << 20n, ma) + mbqm(q << 20n, mb), my);
  },
  41: (a, b, y) => {
    const twice = f(2 * Math.max(a, b));
    const [ma, mb] = [quantizeMultiplier(f(a / twice)), quantizeMultiplier(f(b / twice))];
    const my = quantizeMultiplier(f(twice / f(2 ** 20 * y)));
    return (p, q) => mbqm(mbqm(p << 20n, ma) - mbqm(q << 20n, mb), my);
  },
  18: (a, b, y) => {
    const my = quantizeMultiplier((a * b) / y);
    return (p, q) => mbqm(p * q, my);
  },
  99: (a, b, y) => {
    const twice = 2 * Math.max(a, b);
    const [ma, mb] = [quantizeMultiplier(a / twice), quantizeMultiplier(b / twice)];
    const my = quantizeMultiplier(twice ** 2 / (2 ** 14 * y));
    return (p, q) => mbqm((mbqm(p << 7n, ma) - mbqm(q << 7n, mb)) ** 2n, my);
  },
};

/** Element of `shape` under element `i` of `to`. */
const under = (i: number, shape: readonly number[], to: readonly number[]): number => {
  let [rest, index, stride] = [i, 0, 1];
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const length = to[axis] as number;
    const own = shape[axis - to.length + shape.length] ?? 1;
    if (own !== 1) index += (rest % length) * stride;
    stride *= own;
    rest = Math.floor(rest / length);
  }
  return index;
};

/** lite/kernels/internal/common.h, `GetInvSqrtQuantizedMultiplierExp` of a number up to 255. */
const inverseRoot = (value: number): { readonly m: bigint; readonly shift: number } => {
  if (value === 1) return { m: 2n ** 31n - 1n, shift: 0 };
  let input = BigInt(value);
  let right = 11;
  for (; input < 2n ** 27n; right--) input *= 4n;
  const half = divideByPowerOfTwo(input / 2n, 1);
  let x = 2n ** 28n;
  for (let step = 0; step < 5; step++) {
    const cube = doublingHighMultiply(doublingHighMultiply(x, x), x) << 6n;
    x = (doublingHighMultiply(3n << 27n, x) - doublingHighMultiply(half, cube)) << 3n;
  }
  const m = doublingHighMultiply(x, 1518500250n);
  return right < 0 ? { m: m << BigInt(-right), shift: 0 } : { m, shift: -right };
};

const rsqrt = (x: WrittenTensor, y: WrittenTensor, code: number): number => {
  if (code === zeroOf(x)) return 127;
  const { m, shift } = quantizeMultiplier(1 / (Math.sqrt(scaleOf(x)) * scaleOf(y)));
  const root = inverseRoot(code - zeroOf(x));
  const data = mbqm(1n, { m: root.m, shift: root.shift + 20 });
  return clamp(mbqm(data, { m, shift: shift - 20 }) + BigInt(zeroOf(y)), -128, 127);
};

/** reference_ops::QuantizedMeanOrSum over the last axis. */
const mean = (x: WrittenTensor, y: WrittenTensor, codes: readonly number[]): number => {
  const { m, shift } = quantizeMultiplier(scaleOf(x) / scaleOf(y));
  const k = Math.min(Math.floor(Math.log2(codes.length)), 32, 31 + shift);
  const folded = { m: (m << BigInt(k)) / BigInt(codes.length), shift: shift - k };
  const sum = codes.reduce((total, code) => total + code - zeroOf(x), 0);
  return clamp(mbqm(BigInt(sum), folded) + BigInt(zeroOf(y)), -128, 127);
};

const resultOf = (
  { tensors }: WrittenModel,
  { builtin, inputs, outputs }: WrittenOperator,
  codesOf: (index: number) => readonly number[],
): readonly number[] => {
  const [a, b] = inputs.map((index) => tensors[index] as WrittenTensor) as [
    WrittenTensor,
    WrittenTensor,
  ];
  const y = tensors[outputs[0] as number] as WrittenTensor;
  const first = codesOf(inputs[0] as number);
  if (builtin === 22) return first;
  if (builtin === 76) return first.map((code) => rsqrt(a, y, code));
  if (builtin === 40) {
    const length = a.shape.at(-1) as number;
    return Array.from({ length: first.length / length }, (_, row) =>
      mean(a, y, first.slice(row * length, (row + 1) * length)),
    );
  }
  const kernel = kernels[builtin]?.(scaleOf(a), scaleOf(b), scaleOf(y));
  if (!kernel) throw new Error(`operator ${builtin} is not written down here`);
  const second = codesOf(inputs[1] as number);
  return Array.from({ length: size(y.shape) }, (_, i) => {
    const p = BigInt((first[under(i, a.shape, y.shape)] as number) - zeroOf(a));
    const q = BigInt((second[under(i, b.shape, y.shape)] as number) - zeroOf(b));
    return clamp(kernel(p, q) + BigInt(zeroOf(y)), -128, 127);
  });
};

/** The codes of the model's one output for those of its one input. */
export const evaluateElementwise = (
  model: WrittenModel,
  input: readonly number[],
): readonly number[] => {
  const known = new Map<number, readonly number[]>([[model.inputs[0] as number, input]]);
  const codesOf = (index: number): readonly number[] =>
    known.get(index) ?? (model.tensors[index]?.data as readonly number[]);
  for (const operator of model.operators) {
    known.set(operator.outputs[0] as number, resultOf(model, operator, codesOf));
  }
  return codesOf(model.outputs[0] as number);
};
