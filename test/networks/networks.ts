import {
  type Activation,
  type ConvolutionOptions,
  type NetworkWriter,
  type Pair,
  writeNetwork,
} from '../support/network-writer.js';

/** Networks of the kinds that people bring, small enough to be simulated in seconds. */
export interface Network {
  readonly name: string;
  readonly describe: (n: NetworkWriter) => Activation | readonly Activation[];
}

const square = (size: number): Pair => [size, size];

const classifier = (n: NetworkWriter, x: Activation, classes: number): Activation => {
  const [, height = 1, width = 1, channels = 1] = x.shape;
  const pooled = n.pool('average', x, {
    kernel: [height, width],
    stride: [height, width],
    padding: 'valid',
  });
  return n.dense(n.reshape(pooled, [1, channels]), classes);
};

/** Depthwise 3 x 3, then 1 x 1: MobileNet v1. */
const separable = (n: NetworkWriter, x: Activation, outputs: number, stride = 1): Activation => {
  const spatial = n.depthwise(x, { stride: square(stride), activation: 'relu6' });
  return n.conv(spatial, outputs, { activation: 'relu6' });
};

/** Expansion, depthwise, projection, and a shortcut where shapes agree: MobileNet v2. */
const inverted = (
  n: NetworkWriter,
  x: Activation,
  outputs: number,
  { stride = 1, expansion = 4 }: { stride?: number; expansion?: number } = {},
): Activation => {
  const channels = x.shape[3] as number;
  const wide = n.conv(x, channels * expansion, { activation: 'relu6' });
  const spatial = n.depthwise(wide, { stride: square(stride), activation: 'relu6' });
  const narrow = n.conv(spatial, outputs);
  return stride === 1 && outputs === channels ? n.binary('add', narrow, x) : narrow;
};

/** What every channel is worth, from all of its pixels: squeeze and excitation. */
const excited = (n: NetworkWriter, x: Activation, squeezed: number): Activation => {
  const channels = x.shape[3] as number;
  const mean = n.mean(x, [1, 2], true);
  const gate = n.conv(n.conv(mean, squeezed, { activation: 'relu' }), channels);
  return n.binary('mul', x, n.unary('logistic', gate));
};

/** What every pixel is worth, from all of its channels. */
const attentive = (n: NetworkWriter, x: Activation): Activation =>
  n.binary('mul', n.unary('logistic', n.conv(x, 1)), x);

/** Two 3 x 3 convolutions and a shortcut, through a 1 x 1 convolution where shapes differ. */
const residual = (n: NetworkWriter, x: Activation, outputs: number, stride = 1): Activation => {
  const first = n.conv(x, outputs, { kernel: [3, 3], stride: square(stride), activation: 'relu' });
  const second = n.conv(first, outputs, { kernel: [3, 3] });
  const same = stride === 1 && x.shape[3] === outputs;
  const shortcut = same ? x : n.conv(x, outputs, { stride: square(stride) });
  return n.binary('add', second, shortcut, 'relu');
};

/** A causal dilated convolution over time, padded in front, with its shortcut: TCN. */
const temporal = (n: NetworkWriter, x: Activation, dilation: number, axis: 1 | 2): Activation => {
  const before = x.shape.map((_, a): Pair => (a === axis ? [2 * dilation, 0] : [0, 0]));
  const along = (steps: number): Pair => (axis === 1 ? [steps, 1] : [1, steps]);
  const window: ConvolutionOptions = {
    kernel: along(3),
    dilation: along(dilation),
    padding: 'valid',
    activation: 'relu',
  };
  const y = n.conv(n.pad(x, before), x.shape[3] as number, window);
  return n.binary('add', y, x, 'relu');
};

/** 1 x 1, 3 x 3, 5 x 5 and a pool beside each other. */
const inception = (n: NetworkWriter, x: Activation): Activation => {
  const one = n.conv(x, 8, { activation: 'relu' });
  const three = n.conv(n.conv(x, 6, { activation: 'relu' }), 12, {
    kernel: [3, 3],
    activation: 'relu',
  });
  const five = n.conv(n.conv(x, 4, { activation: 'relu' }), 4, {
    kernel: [5, 5],
    activation: 'relu',
  });
  const pooled = n.pool('max', x, { kernel: [3, 3], stride: [1, 1], padding: 'same' });
  const four = n.conv(pooled, 8, { activation: 'relu' });
  const alike = [three, five, four].map((branch) => n.requantize(branch, one));
  return n.concatenate([one, ...alike]);
};

export const networks: readonly Network[] = [
  {
    name: 'squeeze and excitation',
    describe(n) {
      const x = n.conv(n.input([1, 12, 12, 3]), 8, { kernel: [3, 3], stride: [2, 2] });
      const first = excited(n, n.depthwise(n.unary('hard_swish', x)), 4);
      const narrow = n.conv(first, 6);
      const wide = n.conv(narrow, 12, { activation: 'relu6' });
      const second = n.conv(excited(n, n.depthwise(wide, { activation: 'relu6' }), 3), 6);
      return classifier(n, n.binary('add', second, narrow), 5);
    },
  },
  {
    name: 'attention over pixels',
    describe(n) {
      const x = n.conv(n.input([1, 8, 8, 3]), 8, { kernel: [3, 3], activation: 'relu' });
      const y = n.conv(attentive(n, x), 8, { kernel: [3, 3], activation: 'relu' });
      // Less its mean, pixel by pixel.
      const centred = n.binary('sub', y, n.mean(y, [3], true));
      return n.dense(n.reshape(n.conv(centred, 2), [1, 128]), 4);
    },
  },
  {
    name: 'mobilenet v1',
    describe(n) {
      let x = n.conv(n.input([1, 16, 16, 3]), 8, {
        kernel: [3, 3],
        stride: [2, 2],
        activation: 'relu6',
      });
      for (const [outputs, stride] of [
        [16, 1],
        [24, 2],
        [24, 1],
        [40, 2],
      ] as const) {
        x = separable(n, x, outputs, stride);
      }
      return n.softmax(classifier(n, x, 10));
    },
  },
  {
    name: 'mobilenet v2',
    describe(n) {
      let x = n.conv(n.input([1, 16, 16, 3]), 8, {
        kernel: [3, 3],
        stride: [2, 2],
        activation: 'relu6',
      });
      x = inverted(n, x, 8);
      x = inverted(n, x, 12, { stride: 2 });
      x = inverted(n, x, 12);
      x = inverted(n, x, 12, { expansion: 2 });
      return n.dense(n.mean(n.conv(x, 40, { activation: 'relu6' }), [1, 2]), 5);
    },
  },
  {
    name: 'resnet of three stages',
    describe(n) {
      let x = n.conv(n.input([1, 12, 12, 3]), 8, { kernel: [3, 3], activation: 'relu' });
      x = residual(n, x, 8);
      x = residual(n, x, 8);
      x = residual(n, x, 16, 2);
      x = residual(n, x, 16);
      x = residual(n, x, 24, 2);
      return n.softmax(n.dense(n.mean(x, [1, 2]), 10));
    },
  },
  {
    name: 'temporal convolutions down the rows',
    describe(n) {
      let x = n.conv(n.input([1, 48, 1, 5]), 12, { kernel: [3, 1], activation: 'relu' });
      for (const dilation of [1, 2, 4, 8]) x = temporal(n, x, dilation, 1);
      return n.dense(n.mean(x, [1, 2]), 6);
    },
  },
  {
    name: 'temporal convolutions along the columns',
    describe(n) {
      let x = n.conv(n.input([1, 1, 60, 3]), 10, { kernel: [1, 5], stride: [1, 2] });
      for (const dilation of [1, 3, 9]) x = temporal(n, x, dilation, 2);
      return n.conv(x, 2);
    },
  },
  {
    name: 'inception',
    describe(n) {
      const x = n.conv(n.input([1, 9, 14, 3]), 10, { kernel: [3, 3], activation: 'relu' });
      const mixed = inception(n, inception(n, x));
      return n.dense(n.mean(mixed, [1, 2]), 7);
    },
  },
  {
    name: 'person detection',
    describe(n) {
      let x = n.depthwise(n.input([1, 24, 24, 1]), {
        stride: [2, 2],
        multiplier: 8,
        activation: 'relu6',
      });
      x = n.conv(x, 16, { activation: 'relu6' });
      for (const [outputs, stride] of [
        [16, 2],
        [32, 1],
        [32, 2],
        [64, 1],
      ] as const) {
        x = separable(n, x, outputs, stride);
      }
      return n.softmax(classifier(n, x, 2));
    },
  },
  {
    name: 'gates, swish and leaky rectifiers',
    describe(n) {
      const x = n.input([1, 7, 10, 5]);
      const a = n.unary('hard_swish', n.conv(x, 12, { kernel: [3, 3], stride: [1, 2] }));
      const b = n.unary('leaky_relu', n.depthwise(a, { kernel: [5, 3] }));
      const gate = n.unary('logistic', n.conv(b, 12));
      const gated = n.binary('mul', b, gate);
      const padded = n.pad(gated, [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 0],
      ]);
      const last = n.unary('tanh', n.conv(padded, 24, { kernel: [3, 3], padding: 'valid' }));
      return n.dense(n.reshape(last, [1, 7 * 4 * 24]), 40);
    },
  },
  {
    name: 'a thousand classes',
    describe(n) {
      const x = n.conv(n.input([1, 8, 6, 3]), 24, {
        kernel: [3, 3],
        stride: [2, 2],
        activation: 'relu',
      });
      return n.softmax(n.dense(n.mean(x, [1, 2]), 1000));
    },
  },
  {
    name: 'autoencoder of dense layers',
    describe(n) {
      let x = n.dense(n.input([1, 40]), 24, { activation: 'relu' });
      x = n.dense(x, 5, { activation: 'relu' });
      x = n.dense(x, 24, { activation: 'relu' });
      return n.dense(x, 40);
    },
  },
];

export const networkBytes = ({ describe }: Network, seed: number): Uint8Array =>
  writeNetwork(seed, describe);
