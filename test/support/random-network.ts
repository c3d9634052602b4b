import {
  type Activation,
  type Fused,
  type NetworkWriter,
  type Pair,
  writeNetwork,
} from './network-writer.js';

/** Seeded random networks: layers of every kind in any order, shortcuts and branches among them. */

const choose = <T>(n: NetworkWriter, from: readonly T[]): T => from[n.random(from.length)] as T;

const fused = (n: NetworkWriter): Fused => choose(n, ['none', 'relu', 'relu6', 'relu'] as const);

const channelCounts = [2, 3, 4, 5, 6, 8, 9, 12, 16, 24] as const;

const zerosOf = (n: NetworkWriter) => ({
  weights: choose(n, [0, 0, 0.5, 0.9]),
  rows: choose(n, [0, 0, 0.5]),
  columns: choose(n, [0, 0, 0.4]),
});

/** A window that the image has room for. */
const windowOf = (n: NetworkWriter, [, height = 1, width = 1]: readonly number[], most: number) => {
  const kernel: Pair = [Math.min(1 + n.random(most), height), Math.min(1 + n.random(most), width)];
  const fits = (axis: 0 | 1, step: number): boolean =>
    (kernel[axis] - 1) * step < (axis === 0 ? height : width);
  const step = (axis: 0 | 1): number => (n.random(4) === 0 && fits(axis, 2) ? 2 : 1);
  const dilation: Pair = [step(0), step(1)];
  const stride: Pair =
    dilation[0] + dilation[1] > 2 ? [1, 1] : [choose(n, [1, 1, 2]), choose(n, [1, 1, 2])];
  return { kernel, dilation, stride, padding: choose(n, ['same', 'same', 'valid'] as const) };
};

type Step = (n: NetworkWriter, x: Activation) => Activation;

const convolution: Step = (n, x) => {
  const window = windowOf(n, x.shape, 3);
  const zeros = zerosOf(n);
  return n.conv(x, choose(n, channelCounts), { ...window, activation: fused(n), zeros });
};

const pointwise: Step = (n, x) =>
  n.conv(x, choose(n, channelCounts), { activation: fused(n), zeros: zerosOf(n) });

const depthwise: Step = (n, x) => {
  const multiplier = (x.shape[3] as number) < 9 ? choose(n, [1, 1, 2]) : 1;
  const { rows } = zerosOf(n);
  return n.depthwise(x, {
    ...windowOf(n, x.shape, 3),
    activation: fused(n),
    multiplier,
    zeros: { rows },
  });
};

const pooling: Step = (n, x) => {
  const window = windowOf(n, x.shape, 3);
  return n.pool(choose(n, ['average', 'max'] as const), x, { ...window, dilation: [1, 1] });
};

const unary: Step = (n, x) =>
  n.unary(choose(n, ['logistic', 'relu', 'relu6', 'tanh', 'leaky_relu', 'hard_swish'] as const), x);

const padding: Step = (n, x) => {
  const around = (): Pair => [n.random(2), n.random(2)];
  return n.pad(x, [[0, 0], around(), around(), [0, 0]]);
};

/** Convolutions that keep the shape, and what they started from. */
const shortcut: Step = (n, x) => {
  const channels = x.shape[3] as number;
  let y = x;
  for (let layers = 1 + n.random(3); layers > 0; layers--) {
    const kernel: Pair = [choose(n, [1, 3]), choose(n, [1, 3])];
    y = n.random(2)
      ? n.conv(y, channels, { kernel, activation: fused(n), zeros: zerosOf(n) })
      : n.depthwise(y, { kernel, activation: fused(n) });
  }
  const kind = choose(n, ['add', 'add', 'sub', 'mul'] as const);
  return n.binary(kind, ...(n.random(2) ? ([y, x] as const) : ([x, y] as const)), fused(n));
};

const branches: Step = (n, x) => {
  const kernels = [1, 3, 5].slice(0, 2 + n.random(2));
  const parts = kernels.map((size) =>
    n.conv(x, choose(n, [2, 3, 4, 8]), { kernel: [size, size], zeros: zerosOf(n) }),
  );
  const [first] = parts as [Activation];
  const alike = parts.slice(1).map((part) => n.requantize(part, first));
  const pooled = (): Activation =>
    n.pool('max', x, { kernel: [3, 3], stride: [1, 1], padding: 'same' });
  const more = n.random(2) ? [n.requantize(pooled(), first)] : [];
  return n.concatenate([first, ...alike, ...more]);
};

const steps: readonly Step[] = [
  convolution,
  convolution,
  pointwise,
  pointwise,
  depthwise,
  pooling,
  unary,
  padding,
  shortcut,
  shortcut,
  branches,
];

const ending: Step = (n, x) => {
  const [, height = 1, width = 1, channels = 1] = x.shape;
  const classes = choose(n, [2, 3, 10, 37]);
  const kind = n.random(4);
  if (kind === 0) return x;
  if (kind === 1) return n.dense(n.mean(x, [1, 2]), classes, { zeros: zerosOf(n) });
  if (kind === 2) return n.softmax(n.dense(n.reshape(x, [1, height * width * channels]), classes));
  const size: Pair = [height, width];
  const pooled = n.pool('average', x, { kernel: size, stride: size, padding: 'valid' });
  return n.dense(n.reshape(pooled, [1, channels]), classes, { zeros: zerosOf(n) });
};

/** The bytes of a random network of at most `layers` blocks. */
export const randomNetwork = (seed: number, layers = 5): Uint8Array =>
  writeNetwork(seed, (n) => {
    let x = n.input([1, 3 + n.random(8), 2 + n.random(9), choose(n, [1, 2, 3, 4])]);
    for (let count = 1 + n.random(layers); count > 0; count--) x = choose(n, steps)(n, x);
    return ending(n, x);
  });
