import * as formats from '../../../generator/dsl/formats.js';
import { isInteger } from '../../../generator/ir/format.js';
import { activation, bias, magnitudeOf, outputs, rounding, type Step } from './common.js';
import type { DatapathDraw, Drawn } from './draw.js';

const array = (d: DatapathDraw, outputs: number, inputs: number) => ({
  ...d.maybe('pe', d.width(outputs)),
  ...d.maybe('simd', d.width(inputs)),
  ...d.maybe('multiplier', d.choose(['lut', 'dsp', 'auto']), 4),
  ...d.maybe('packing', d.choose([2, 4]), 10),
  ...d.maybe('skip', true, 6),
  ...d.maybe('centroids', d.choose(['auto', 'look-up', 'accumulate']), 10),
  ...d.maybe(
    'dataflow',
    d.choose([
      ...(['bit-serial', 'broadcast', 'composed'] as const),
      ...(['constant', 'independent-lanes', 'inner-join'] as const),
    ]),
  ),
  ...d.maybe('depth', d.between(1, 4), 12),
  ...d.maybe('serial', 'both', 12),
});

/** Weights, and the sparsity that is said of them. */
const matrix = (d: DatapathDraw, shape: readonly number[]) => {
  const format = d.once(3) ? d.format() : formats.int(d.choose([8, 4, 8, 3]));
  const [n, m] = d.choose([
    [1, 2],
    [2, 4],
    [1, 4],
    [3, 8],
  ] as const);
  const structured = d.once(6);
  const perChannel = d.once(4) ? (shape[0] ?? 1) : 0;
  const weights = d.weights(shape, format, { zeros: d.choose([0, 0, 4, 8]), perChannel });
  if (!structured || !isInteger(format)) return { weights };
  const length = shape.at(-1) ?? 1;
  const data = Int32Array.from(weights.data as Int32Array);
  for (let i = 0; i < data.length; i++) {
    const group = Math.floor((i % length) / m) * m;
    const row = i - (i % length) + group;
    const before = data.subarray(row, i).filter((code) => code !== 0).length;
    if (before >= n) data[i] = 0;
  }
  return { weights: { ...weights, data }, sparsity: { kind: 'nm', n, m } };
};

const matrixStream = (d: DatapathDraw, axes: number): Drawn =>
  d.once(4) ? d.input(d.shape(axes), d.format()) : d.ofAxes(axes);

export const dense: Step = (d) => {
  const x = matrixStream(d, d.between(1, 2));
  const inputs = x.stream.shape.at(-1) ?? 1;
  const count = outputs(d);
  return d.unit('dense', [x], {
    ...matrix(d, [count, inputs]),
    ...bias(d, count),
    ...activation(d),
    ...rounding(d),
    ...(d.once(3) ? {} : { array: array(d, count, inputs) }),
    output: d.quantization(magnitudeOf(x.stream, inputs), d.format()),
  });
};

const windowOf = (d: DatapathDraw, [height = 1, width = 1]: readonly number[]) => {
  const kernel = [d.between(1, Math.min(3, height)), d.between(1, Math.min(3, width))] as const;
  const sides = () => d.random(2);
  return {
    kernel,
    stride: d.choose([
      [1, 1],
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
      [3, 2],
    ]),
    ...d.maybe('dilation', [d.between(1, 2), d.between(1, 2)], 4),
    padding: d.choose([
      'same',
      'same',
      'valid',
      { top: sides(), bottom: sides(), left: sides(), right: sides() },
    ] as const),
  };
};

export const convolution: Step = (d) => {
  const x = matrixStream(d, 3);
  const channels = x.stream.shape[2] ?? 1;
  const { kernel, ...window } = windowOf(d, x.stream.shape);
  const count = outputs(d);
  const inputs = kernel[0] * kernel[1] * channels;
  return d.unit('conv2d', [x], {
    ...window,
    ...matrix(d, [count, ...kernel, channels]),
    ...bias(d, count),
    ...activation(d),
    ...rounding(d),
    ...(d.once(3) ? {} : { array: array(d, count, inputs) }),
    output: d.quantization(magnitudeOf(x.stream, inputs), d.format()),
  });
};

export const rowStationary: Step = (d) => {
  const x = d.ofAxes(3);
  const channels = x.stream.shape[2] ?? 1;
  const { kernel, ...window } = windowOf(d, x.stream.shape);
  const count = outputs(d);
  return d.unit('row_stationary_conv2d', [x], {
    ...window,
    weights: d.weights([count, ...kernel, channels], formats.int(d.choose([8, 4]))),
    ...bias(d, count),
    ...activation(d),
    array: d.maybe('columns', d.between(1, 4)),
    output: d.quantization(magnitudeOf(x.stream, channels * 4), d.integer()),
  });
};

export const depthwise: Step = (d) => {
  const x = matrixStream(d, 3);
  const channels = x.stream.shape[2] ?? 1;
  const { kernel, ...window } = windowOf(d, x.stream.shape);
  const count = channels * d.choose([1, 1, 2, 3]);
  const format = d.once(4) ? d.format() : formats.int(8);
  return d.unit('depthwise_conv2d', [x], {
    ...window,
    weights: d.weights([1, ...kernel, count], format, { perChannel: d.once(3) ? count : 0 }),
    ...bias(d, count),
    ...activation(d),
    ...rounding(d),
    array: { ...d.maybe('pe', d.width(count)), ...d.maybe('simd', kernel[0]) },
    output: d.quantization(magnitudeOf(x.stream, 4), d.format()),
  });
};
