import { randomIntegers } from '../../generator/numeric/random.js';
import {
  type WrittenField,
  type WrittenOperator,
  type WrittenTensor,
  writeModel,
} from './tflite-writer.js';

/** Writes whole int8 networks with seeded random weights, scales chosen so that codes use their range. */

export interface Activation {
  /** Of the tensor in the file. */
  readonly index: number;
  /** Batch axis included. */
  readonly shape: readonly number[];
  readonly scale: number;
  readonly zeroPoint: number;
}

export type Fused = 'none' | 'relu' | 'relu6';
export type Pair = readonly [number, number];

/** How much of the weights is zero; shares of all, of the output channels, of the input channels. */
export interface Zeros {
  readonly weights?: number;
  readonly rows?: number;
  readonly columns?: number;
}

export interface WindowOptions {
  readonly kernel?: Pair;
  readonly stride?: Pair;
  readonly dilation?: Pair;
  readonly padding?: 'same' | 'valid';
}

export interface ConvolutionOptions extends WindowOptions {
  readonly activation?: Fused;
  readonly zeros?: Zeros;
}

export interface NetworkWriter {
  input(shape: readonly number[]): Activation;
  conv(x: Activation, outputs: number, options?: ConvolutionOptions): Activation;
  depthwise(x: Activation, options?: ConvolutionOptions & { multiplier?: number }): Activation;
  dense(
    x: Activation,
    outputs: number,
    options?: { activation?: Fused; zeros?: Zeros },
  ): Activation;
  pool(kind: 'average' | 'max', x: Activation, options: WindowOptions): Activation;
  binary(kind: 'add' | 'sub' | 'mul', a: Activation, b: Activation, activation?: Fused): Activation;
  unary(kind: UnaryKind, x: Activation): Activation;
  softmax(x: Activation): Activation;
  concatenate(inputs: readonly Activation[], axis?: number): Activation;
  mean(x: Activation, axes: readonly number[], keepDims?: boolean): Activation;
  pad(x: Activation, paddings: readonly Pair[]): Activation;
  reshape(x: Activation, shape: readonly number[]): Activation;
  /** Another scale and zero point, as concatenations need them: QUANTIZE. */
  requantize(x: Activation, like: Activation): Activation;
  /** A number of 0 .. count - 1. */
  random(count: number): number;
}

const unaryOperators = {
  logistic: 14,
  relu: 19,
  relu6: 21,
  tanh: 28,
  leaky_relu: 98,
  hard_swish: 117,
} as const;

export type UnaryKind = keyof typeof unaryOperators;

const fusedCodes: Readonly<Record<Fused, number>> = { none: 0, relu: 1, relu6: 3 };

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Standard deviation of uniform int8 weights: what a sum of k products grows by is its root k times that. */
const weightSpread = 73;

const windowed = (length: number, axis: 0 | 1, options: WindowOptions): number => {
  const { kernel = [1, 1], stride = [1, 1], dilation = [1, 1], padding = 'same' } = options;
  const reach = padding === 'same' ? 1 : (kernel[axis] - 1) * dilation[axis] + 1;
  return Math.ceil((length - reach + 1) / stride[axis]);
};

const steps = ({ padding, stride = [1, 1] }: WindowOptions): readonly WrittenField[] => [
  [0, 'int8', padding === 'valid' ? 1 : 0],
  [1, 'int32', stride[1]],
  [2, 'int32', stride[0]],
];

const dilations = ({ dilation = [1, 1] }: WindowOptions, slot: number): readonly WrittenField[] => [
  [slot, 'int32', dilation[1]],
  [slot + 1, 'int32', dilation[0]],
];

/** The bytes of the `.tflite` file of what `describe` builds; its result are the outputs. */
export const writeNetwork = (
  seed: number,
  describe: (n: NetworkWriter) => Activation | readonly Activation[],
): Uint8Array => {
  const next = randomIntegers(seed);
  const random = (count: number): number => next() % count;
  const share = (): number => random(1_000_000) / 1_000_000;
  const tensors: WrittenTensor[] = [];
  const operators: WrittenOperator[] = [];
  const inputs: number[] = [];

  const add = (tensor: WrittenTensor): number => tensors.push(tensor) - 1;
  const activation = (
    shape: readonly number[],
    scale: number,
    zeroPoint: number,
    name = `t${tensors.length}`,
  ): Activation => {
    const rounded = Math.fround(scale);
    const index = add({ name, shape, scales: [rounded], zeroPoints: [zeroPoint] });
    return { index, shape, scale: rounded, zeroPoint };
  };
  const operator = (
    written: Omit<WrittenOperator, 'inputs' | 'outputs'>,
    from: readonly number[],
    to: Activation,
  ): Activation => {
    operators.push({ ...written, inputs: from, outputs: [to.index] });
    return to;
  };
  const like = (x: Activation, shape: readonly number[]): Activation =>
    activation(shape, x.scale, x.zeroPoint);
  const numbers = (shape: readonly number[], data: readonly number[]): number =>
    add({ name: `c${tensors.length}`, shape, type: 2, data });

  /** Weights and bias; `outputAxis` and `inputAxis` of the shape. */
  const constants = (
    x: Activation,
    shape: readonly number[],
    axes: { readonly output: number; readonly input: number | undefined },
    zeros: Zeros = {},
  ): { indices: readonly [number, number]; scale: number } => {
    const outputs = shape[axes.output] as number;
    const dead = (axis: number | undefined, part = 0): readonly boolean[] =>
      Array.from(
        { length: axis === undefined ? 0 : (shape[axis] as number) },
        () => share() < part,
      );
    const rows = dead(axes.output, zeros.rows);
    const columns = dead(axes.input, zeros.columns);
    const at = (i: number, axis: number): number =>
      Math.floor(i / size(shape.slice(axis + 1))) % (shape[axis] as number);
    const data = Array.from({ length: size(shape) }, (_, i) => {
      const weight = random(255) - 127;
      const isZero =
        rows[at(i, axes.output)] === true ||
        (axes.input !== undefined && columns[at(i, axes.input)] === true) ||
        share() < (zeros.weights ?? 0);
      return isZero ? 0 : weight;
    });
    const base = 0.001 + share() * 0.01;
    const scales = Array.from({ length: outputs }, () => Math.fround(base * (0.5 + share())));
    const name = `c${tensors.length}`;
    const weights = add({ name, shape, data, scales, dimension: axes.output });
    const terms = size(shape) / outputs;
    const spread = weightSpread * Math.sqrt(terms);
    const reach = Math.round(spread * 60);
    const bias = add({
      name: `${name}b`,
      shape: [outputs],
      type: 2,
      data: Array.from({ length: outputs }, () => random(2 * reach + 1) - reach),
      scales: scales.map((scale) => Math.fround(scale * x.scale)),
    });
    return { indices: [weights, bias], scale: base * x.scale * spread };
  };
  /** Rectified outputs have their zero at the lowest code, others anywhere near the middle. */
  const result = (shape: readonly number[], scale: number, fused: Fused): Activation => {
    if (fused === 'none') return activation(shape, scale, random(41) - 20);
    // RELU6 where it cuts some codes off: the range may not end far above 6.
    return activation(shape, fused === 'relu6' ? 7 / 255 : scale, -128);
  };

  const writer: NetworkWriter = {
    random,
    input(shape) {
      const x = activation(shape, 0.03, random(61) - 30, `x${inputs.length}`);
      inputs.push(x.index);
      return x;
    },
    conv(x, outputs, options = {}) {
      const { kernel = [1, 1], activation: fused = 'none' } = options;
      const [, height = 1, width = 1, channels = 1] = x.shape;
      const shape = [outputs, ...kernel, channels];
      const { indices, scale } = constants(x, shape, { output: 0, input: 3 }, options.zeros);
      const rows = windowed(height, 0, options);
      const columns = windowed(width, 1, options);
      const y = result([1, rows, columns, outputs], scale, fused);
      const fields: WrittenField[] = [
        ...steps(options),
        [3, 'int8', fusedCodes[fused]],
        ...dilations(options, 4),
      ];
      return operator({ builtin: 3, union: 1, options: fields }, [x.index, ...indices], y);
    },
    depthwise(x, options = {}) {
      const { kernel = [3, 3], activation: fused = 'none', multiplier = 1 } = options;
      const window = { ...options, kernel };
      const [, height = 1, width = 1, channels = 1] = x.shape;
      const shape = [1, ...kernel, channels * multiplier];
      const axes = { output: 3, input: undefined };
      const { indices, scale } = constants(x, shape, axes, options.zeros);
      const out = [1, windowed(height, 0, window), windowed(width, 1, window)];
      const y = result([...out, channels * multiplier], scale, fused);
      const fields: WrittenField[] = [
        ...steps(window),
        [3, 'int32', multiplier],
        [4, 'int8', fusedCodes[fused]],
        ...dilations(window, 5),
      ];
      return operator({ builtin: 4, union: 2, options: fields }, [x.index, ...indices], y);
    },
    dense(x, outputs, { activation: fused = 'none', zeros } = {}) {
      const channels = x.shape.at(-1) as number;
      const axes = { output: 0, input: 1 };
      const { indices, scale } = constants(x, [outputs, channels], axes, zeros);
      const y = result([size(x.shape) / channels, outputs], scale, fused);
      const options: WrittenField[] = [[0, 'int8', fusedCodes[fused]]];
      return operator({ builtin: 9, union: 8, options }, [x.index, ...indices], y);
    },
    pool(kind, x, options) {
      const { kernel = [2, 2] } = options;
      const window = { ...options, kernel };
      const [, height = 1, width = 1, channels = 1] = x.shape;
      const y = like(x, [1, windowed(height, 0, window), windowed(width, 1, window), channels]);
      const fields: WrittenField[] = [
        ...steps(window),
        [3, 'int32', kernel[1]],
        [4, 'int32', kernel[0]],
        [5, 'int8', 0],
      ];
      const builtin = kind === 'average' ? 1 : 17;
      return operator({ builtin, union: 5, options: fields }, [x.index], y);
    },
    binary(kind, a, b, fused = 'none') {
      const builtin = { add: 0, mul: 18, sub: 41 }[kind];
      const union = { add: 11, mul: 21, sub: 28 }[kind];
      const scale = kind === 'mul' ? a.scale * b.scale * 60 : a.scale + b.scale;
      const larger = size(b.shape) > size(a.shape) ? b : a;
      const y = result(larger.shape, scale, fused);
      const options: WrittenField[] = [[0, 'int8', fusedCodes[fused]]];
      return operator({ builtin, union, options }, [a.index, b.index], y);
    },
    unary(kind, x) {
      const { shape } = x;
      const outputOf = (): Activation => {
        if (kind === 'logistic') return activation(shape, 1 / 256, -128);
        if (kind === 'tanh') return activation(shape, 1 / 128, 0);
        if (kind === 'relu' || kind === 'relu6') return like(x, shape);
        return activation(shape, x.scale * 0.8, random(41) - 100);
      };
      const y = outputOf();
      const alpha = { union: 75, options: [[0, 'float32', 0.1]] } as const;
      const more = kind === 'leaky_relu' ? alpha : {};
      return operator({ builtin: unaryOperators[kind], ...more }, [x.index], y);
    },
    softmax(x) {
      const y = activation(x.shape, 1 / 256, -128);
      return operator({ builtin: 25, union: 9, options: [[0, 'float32', 1]] }, [x.index], y);
    },
    concatenate(parts, axis = -1) {
      const [first] = parts as [Activation];
      const at = axis < 0 ? first.shape.length + axis : axis;
      const along = parts.reduce((sum, { shape }) => sum + (shape[at] as number), 0);
      const y = like(
        first,
        first.shape.map((length, a) => (a === at ? along : length)),
      );
      const from = parts.map(({ index }) => index);
      return operator({ builtin: 2, union: 10, options: [[0, 'int32', axis]] }, from, y);
    },
    mean(x, axes, keepDims = false) {
      const kept = x.shape.flatMap((length, axis) =>
        axes.includes(axis) ? (keepDims ? [1] : []) : [length],
      );
      const y = activation(kept, x.scale / 2, x.zeroPoint);
      const options: WrittenField[] = [[0, 'int8', keepDims ? 1 : 0]];
      const from = [x.index, numbers([axes.length], axes)];
      return operator({ builtin: 40, union: 27, options }, from, y);
    },
    pad(x, paddings) {
      const y = like(
        x,
        x.shape.map((length, a) => length + (paddings[a]?.[0] ?? 0) + (paddings[a]?.[1] ?? 0)),
      );
      const from = [x.index, numbers([paddings.length, 2], paddings.flat())];
      return operator({ builtin: 34 }, from, y);
    },
    reshape(x, shape) {
      const from = [x.index, numbers([shape.length], shape)];
      return operator({ builtin: 22 }, from, like(x, shape));
    },
    requantize(x, { scale, zeroPoint }) {
      const y = activation(x.shape, scale, zeroPoint);
      return operator({ builtin: 114 }, [x.index], y);
    },
  };
  const outputs = [describe(writer)].flat();
  return writeModel({ tensors, inputs, outputs: outputs.map(({ index }) => index), operators });
};
