import { attention } from '../../generator/dsl/attention.js';
import * as formats from '../../generator/dsl/formats.js';
import { mxQuantize } from '../../generator/dsl/microscaling.js';
import { pruneTokens } from '../../generator/dsl/prune-tokens.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { pwl, table } from '../../generator/functions/methods.js';
import { isInteger, type MxFormat } from '../../generator/ir/format.js';
import type { StreamType } from '../../generator/ir/stream.js';
import { sizeOf } from '../../generator/ir/tensor.js';
import type { UnitKind } from '../../generator/units/index.js';
import type { DatapathDraw, Drawn } from './datapath-draw.js';

/** What random datapaths are drawn of: each step adds a unit, or a few that belong together. */
type Step = (d: DatapathDraw) => unknown;

const activation = (d: DatapathDraw) =>
  d.maybe('activation', d.choose(['relu', 'relu6', 'relu_n1_to_1']), 3);
const rounding = (d: DatapathDraw) => d.maybe('rounding', 'single', 3);
const lanes = (d: DatapathDraw, most: number) => d.maybe('lanes', d.width(most));
const outputs = (d: DatapathDraw): number => d.choose([1, 2, 3, 4, 5, 6, 8, 9]);

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

const bias = (d: DatapathDraw, channels: number) =>
  d.maybe(
    'bias',
    tensor.fromCodes(
      Array.from({ length: channels }, () => d.between(-300, 300)),
      [channels],
      formats.int(32),
    ),
  );

/** What sums of so many products of the input are about as large as. */
const magnitudeOf = ({ scale, format }: StreamType, terms: number): number =>
  scale * 2 ** Math.min(format.bits - 1, 7) * Math.sqrt(terms) * 2;

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

const dense: Step = (d) => {
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

const convolution: Step = (d) => {
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

const rowStationary: Step = (d) => {
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

const depthwise: Step = (d) => {
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

/** [.., rows, depth] and what it can be multiplied with. */
const factors = (d: DatapathDraw, transposeB: boolean) => {
  const a = d.ofAxes(d.between(2, 3));
  const [depth, rows] = [a.stream.shape.at(-1) ?? 1, a.stream.shape.at(-2) ?? 1];
  const batch = d.once(2) ? a.stream.shape.slice(0, -2) : [];
  const columns = d.choose([1, 2, 3, 4, 5, 7]);
  const wanted = [...batch, ...(transposeB ? [columns, depth] : [depth, columns])];
  const fits = ({ shape, format }: StreamType): boolean =>
    isInteger(format) &&
    shape.length >= 2 &&
    (shape.at(transposeB ? -1 : -2) ?? 0) === depth &&
    (shape.length === 2 || shape.slice(0, -2).join() === a.stream.shape.slice(0, -2).join());
  const b = d.take(fits, () => d.input(wanted));
  const taken = b.stream.shape.at(transposeB ? -2 : -1) ?? 1;
  return { a, b, rows, depth, columns: taken };
};

const product: Step = (d) => {
  const transposeB = d.once(2);
  const { a, b, rows, depth, columns } = factors(d, transposeB);
  const dataflow = d.choose(['output-stationary', 'weight-stationary', 'skip-zeros']);
  const along = { 'output-stationary': rows, 'weight-stationary': depth, 'skip-zeros': 1 };
  return d.unit('matmul', [a, b], {
    transposeB,
    ...activation(d),
    ...rounding(d),
    ...d.maybe('accumulator', 'int64', 6),
    array: {
      dataflow,
      ...d.maybe('rows', d.width(along[dataflow as 'skip-zeros'])),
      ...d.maybe('columns', d.width(columns)),
    },
    output: d.quantization(magnitudeOf(a.stream, depth) * 4, d.integer()),
  });
};

const maskFor = (d: DatapathDraw, shape: readonly number[]): Drawn =>
  d.take(
    (stream) =>
      stream.format.kind === 'uint' &&
      stream.format.bits === 1 &&
      stream.shape.join() === shape.join(),
    () => d.input(shape, formats.uint(1)),
  );

const sampled: Step = (d) => {
  const { a, b, columns } = factors(d, true);
  const depth = a.stream.shape.at(-1) ?? 1;
  const mask = maskFor(d, [...a.stream.shape.slice(0, -1), columns]);
  return d.unit('sampled_matmul', [mask, a, b], {
    ...activation(d),
    ...rounding(d),
    array: d.maybe('simd', d.width(depth)),
    output: d.quantization(magnitudeOf(a.stream, depth) * 4, d.integer()),
  });
};

/** Rows of scores: [n, n] now and then, for causal masks. */
const scores = (d: DatapathDraw): { x: Drawn; row: number; causal: boolean } => {
  const causal = d.once(4);
  const size = d.between(1, 8);
  const x = causal
    ? d.take(
        ({ shape, format }) =>
          isInteger(format) && shape.length > 1 && shape.at(-1) === shape.at(-2),
        () => d.input([...(d.once(2) ? [2] : []), size, size]),
      )
    : d.any(d.between(1, 3));
  return { x, row: x.stream.shape.at(-1) ?? 1, causal };
};

const softmaxOptions = (d: DatapathDraw, row: number, { scale }: StreamType, causal: boolean) => {
  const method = d.choose(['tflite', 'tflite', 'i-bert', 'online-base2', 'ita', 'log-domain']);
  return {
    method,
    causal,
    beta: method === 'ita' ? Math.LN2 / 32 / scale : d.choose([0.5, 1, 1, 0.1 / scale]),
    ...lanes(d, row),
    ...d.maybe('rowCycles', d.between(1, 40), 3),
    ...d.maybe('length', d.between(1, row), 4),
    ...d.maybe('formats', 'wide', 4),
    ...d.maybe('group', d.between(1, 8), 3),
    ...d.maybe(
      'output',
      { format: d.choose([formats.uint(8), formats.int(8), formats.int(16)]) },
      4,
    ),
    ...rounding(d),
  };
};

const softmax: Step = (d) => {
  const { x, row, causal } = scores(d);
  return d.unit('softmax', [x], softmaxOptions(d, row, x.stream, causal));
};

const maskedSoftmax: Step = (d) => {
  const { x, row, causal } = scores(d);
  const options = softmaxOptions(d, row, x.stream, causal);
  return d.unit('masked_softmax', [x, maskFor(d, x.stream.shape)], options);
};

const thresholdMask: Step = (d) => {
  const { x, row, causal } = scores(d);
  return d.unit('threshold_mask', [x], {
    threshold: d.choose([0.01, 0.1, 0.5, 1]),
    causal,
    ...lanes(d, row),
    ...d.maybe('length', d.between(1, row), 4),
  });
};

const norm: Step = (d) => {
  const x = d.any();
  const row = x.stream.shape.at(-1) ?? 1;
  const constant = () => d.weights([row], formats.int(8));
  const kind = d.choose(['layer_norm', 'layer_norm', 'rms_norm'] as const);
  return d.unit(kind, [x], {
    ...d.maybe('gamma', constant()),
    ...(kind === 'layer_norm' ? d.maybe('beta', constant()) : {}),
    ...(kind === 'layer_norm' ? d.maybe('method', 'i-bert', 4) : {}),
    ...lanes(d, row),
    output: d.quantization(3, d.integer()),
  });
};

const rowsOf: Step = (d) => {
  const x = d.any();
  const row = x.stream.shape.at(-1) ?? 1;
  if (d.once(3)) return d.unit('argmax', [x], lanes(d, row));
  return d.unit('top_k', [x], {
    k: d.between(1, Math.min(row, 5)),
    give: d.choose(['values', 'indices']),
    order: d.choose(['value', 'index']),
  });
};

const gather: Step = (d) => {
  const x = d.any(d.between(1, 3));
  const indices = d.take(
    ({ format, zeroPoint, shape }) => isInteger(format) && zeroPoint === 0 && shape.length === 1,
    () => d.input([d.between(1, 6)], formats.uint(d.between(1, 4))),
  );
  return d.unit('gather', [x, indices], {});
};

const shuffled = (d: DatapathDraw, count: number): number[] => {
  const from = Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: count }, () => from.splice(d.random(from.length), 1)[0] as number);
};

/** Any format: what only moves elements takes them all but those of Microscaling. */
const moved = (d: DatapathDraw): Drawn =>
  d.once(5)
    ? d.input(d.shape(d.between(1, 3)), d.once(2) ? d.format() : formats.int(d.between(17, 40)))
    : d.any(d.between(1, 4));

const layout: Step = (d) => {
  const x = moved(d);
  const { shape, format } = x.stream;
  switch (d.random(4)) {
    case 0:
      return d.unit('transpose', [x], { permutation: shuffled(d, shape.length) });
    case 1: {
      const begin = shape.map((size) => (d.once(2) ? 0 : d.random(size)));
      const end = shape.map((size, axis) => d.between((begin[axis] as number) + 1, size));
      return d.unit('slice', [x], {
        begin,
        end,
        ...d.maybe(
          'stride',
          shape.map(() => d.choose([1, 1, 2, 3])),
          3,
        ),
      });
    }
    case 2: {
      const around = () => shape.map(() => d.choose([0, 0, 1, 2]));
      const code = isInteger(format) ? {} : { code: 0 };
      return d.unit('pad', [x], { before: around(), after: around(), ...code });
    }
    default: {
      const elements = sizeOf(shape);
      const first = d.width(elements);
      return d.unit('reshape', [x], {
        shape: d.once(3)
          ? [elements]
          : elements % first === 0
            ? [first, elements / first]
            : [1, elements, 1],
      });
    }
  }
};

const sameAs =
  (x: Drawn) =>
  (stream: StreamType): boolean =>
    stream.shape.join() === x.stream.shape.join() &&
    isInteger(stream.format) &&
    stream.format.bits <= 16;

const concatenation: Step = (d) => {
  const x = d.any(d.between(1, 3));
  const { shape, format, scale, zeroPoint } = x.stream;
  const axis = d.random(shape.length);
  const others = Array.from({ length: d.between(1, 2) }, () => {
    const other = d.take(
      (stream) =>
        stream.format.kind === format.kind &&
        stream.format.bits === format.bits &&
        stream.scale === scale &&
        stream.zeroPoint === zeroPoint &&
        stream.shape.length === shape.length &&
        stream.shape.every((size, i) => i === axis || size === shape[i]),
      () =>
        d.input(
          shape.map((size, i) => (i === axis ? d.between(1, 4) : size)),
          format,
        ),
    );
    return other.stream.scale === scale && other.stream.zeroPoint === zeroPoint
      ? other
      : d.unit('requantize', [other], { output: { format, scale, zeroPoint } });
  });
  return d.unit('concatenate', d.once(2) ? [x, ...others] : [...others, x], { axis });
};

const pooling: Step = (d) => {
  const x = d.ofAxes(3);
  const [height = 1, width = 1, channels = 1] = x.stream.shape;
  return d.unit(d.choose(['average_pool', 'max_pool']), [x], {
    size: [d.between(1, Math.min(3, height)), d.between(1, Math.min(3, width))],
    ...d.maybe('stride', [d.between(1, 3), d.between(1, 3)]),
    padding: d.choose(['same', 'valid']),
    ...lanes(d, channels),
    ...activation(d),
    ...d.maybe('dataflow', d.choose(['tile', 'window']), 3),
  });
};

const mean: Step = (d) => {
  const x = d.any();
  const { shape, scale, format } = x.stream;
  const first = d.random(shape.length);
  const last = d.between(first, shape.length - 1);
  const inner = sizeOf(shape.slice(last + 1));
  return d.unit('mean', [x], {
    axes: Array.from({ length: last - first + 1 }, (_, i) => first + i),
    keepDims: d.once(2),
    ...rounding(d),
    ...lanes(d, inner),
    output: d.quantization(scale * 2 ** (format.bits - 1), d.integer()),
  });
};

const elementwise: Step = (d) => {
  const a = d.any(d.between(1, 3));
  const { shape, scale, format } = a.stream;
  const unit = d.choose(['add', 'subtract', 'multiply', 'squared_difference'] as const);
  const magnitude = scale * 2 ** Math.min(8, format.bits - 1);
  const options = {
    ...(unit === 'squared_difference' ? {} : activation(d)),
    ...rounding(d),
    output: d.quantization(
      unit === 'add' || unit === 'subtract' ? magnitude * 2 : magnitude * 4,
      d.integer(),
    ),
  };
  const smaller = d.once(2)
    ? shape.slice(d.random(shape.length))
    : shape.map((size) => (d.once(3) ? 1 : size));
  if (d.once(3)) {
    const constant = d.weights(smaller, formats.int(d.choose([8, 8, 6])));
    return d.unit(unit, [a], { ...options, constant });
  }
  const b = d.once(3)
    ? d.input(smaller, d.integer())
    : d.take(sameAs(a), () => d.input(shape, d.integer()));
  return d.unit(unit, d.once(2) ? [a, b] : [b, a], options);
};

const division: Step = (d) => {
  const a = d.any(d.between(1, 3));
  const b = d.take(sameAs(a), () => d.input(a.stream.shape, formats.uint(8)));
  return d.unit('divide', [a, b], { output: d.quantization(4, d.integer()) });
};

const named: readonly UnitKind[] = [
  ...(['elu', 'exp', 'gelu', 'hard_sigmoid', 'hard_swish', 'leaky_relu', 'log2'] as const),
  ...(['logistic', 'reciprocal', 'relu', 'rsqrt', 'sigmoid', 'silu', 'softplus'] as const),
  ...(['sqrt', 'tanh'] as const),
];

const unary: Step = (d) => {
  const x = d.any();
  const unit = d.choose(named);
  const method = d.choose(['cheapest', 'table', 'pwl', 'polynomial', 'i-bert', 'tflite']);
  const bare = unit === 'relu' || unit === 'logistic';
  return d.unit(unit, [x], {
    ...(bare ? {} : d.maybe('method', method)),
    ...(bare ? {} : d.maybe('segments', d.between(1, 12), 4)),
    ...(bare ? {} : d.maybe('multiplier', d.choose(['lut', 'dsp']), 4)),
    ...(bare ? {} : d.maybe('fold', d.once(2), 4)),
    ...(bare || d.once(5) ? {} : { output: d.quantization(3, d.integer()) }),
  });
};

const mapping: Step = (d) => {
  const x = d.any();
  const output = d.quantization(2, d.integer());
  const choice = d.choose([pwl, table]);
  const compute = choice((value) => value.times(value).minus(1), { output });
  return d.unit('map', [x], { compute });
};

const rescaling: Step = (d) => {
  const x = d.any();
  const { shape, scale, format } = x.stream;
  const channels = shape.at(-1) ?? 1;
  const magnitude = scale * 2 ** (format.bits - 1);
  return d.unit('requantize', [x], {
    ...activation(d),
    ...rounding(d),
    ...(d.once(4) ? bias(d, channels) : {}),
    ...d.maybe(
      'factor',
      Array.from({ length: channels }, () => 0.1 + d.random(20) / 10),
      4,
    ),
    output: d.quantization(magnitude, d.integer()),
  });
};

const slopes: Step = (d) => {
  const x = d.any();
  const count = d.once(2) ? 1 : (x.stream.shape.at(-1) ?? 1);
  return d.unit('prelu', [x], {
    slopes: d.weights([count], formats.int(8)),
    ...rounding(d),
    output: d.quantization(x.stream.scale * 128, formats.int(8)),
  });
};

/** The parts of a composition: units under the names that it gives them. */
const partsOf = (d: DatapathDraw) => {
  const one =
    (kind: UnitKind) =>
    (x: unknown, parameters: object): Drawn =>
      d.unit(kind, [x as Drawn], { ...parameters });
  const two =
    (kind: UnitKind) =>
    (a: unknown, b: unknown, parameters: object): Drawn =>
      d.unit(kind, [a as Drawn, b as Drawn], { ...parameters });
  return {
    ...{ softmax: one('softmax'), thresholdMask: one('threshold_mask'), mean: one('mean') },
    ...{ reshape: one('reshape'), transpose: one('transpose'), requantize: one('requantize') },
    ...{ topK: one('top_k'), mxScale: one('mx_scale') },
    ...{ matmul: two('matmul'), maskedSoftmax: two('masked_softmax') },
    ...{ gather: two('gather'), mxElements: two('mx_elements') },
    sampledMatmul: (mask: unknown, a: unknown, b: unknown, parameters: object): Drawn =>
      d.unit('sampled_matmul', [mask as Drawn, a as Drawn, b as Drawn], { ...parameters }),
  };
};

const attending: Step = (d) => {
  const heads = d.choose([1, 1, 2]);
  const [tokens, others, width] = [d.between(1, 5), d.between(1, 5), heads * d.between(1, 4)];
  const self = d.once(2);
  const query = d.input([tokens, width], formats.int(8));
  const key = self ? query : d.input([others, width], formats.int(8));
  const value = self && d.once(2) ? query : d.input(key.stream.shape, formats.int(8));
  const name = `attention${d.random(1_000_000)}`;
  const sparse = d.once(2);
  const { context, shares } = attention(partsOf(d), [query, key, value], {
    name,
    heads,
    scores: d.quantization(30, formats.int(8)),
    softmax: { ...d.maybe('lanes', d.width(key.stream.shape[0] ?? 1)), causal: self && d.once(3) },
    ...(sparse
      ? { sparse: { threshold: d.choose([0.02, 0.3]), ...d.maybe('sample', true as const) } }
      : {}),
    context: d.quantization(4, formats.int(8)),
  });
  if (!self || !d.once(2)) return context;
  const keep = d.between(1, tokens);
  return pruneTokens(
    partsOf(d),
    { tokens: d.once(2) ? [context] : [context, query], shares },
    { name: `${name}.prune`, keep },
  );
};

const elements: readonly (() => MxFormat)[] = [
  () => formats.mxfp8('e4m3'),
  () => formats.mxfp8('e5m2'),
  () => formats.mxfp6('e3m2'),
  () => formats.mxfp6('e2m3'),
  () => formats.mxfp4(),
  () => formats.mxint8(),
];

const microscaling: Step = (d) => {
  const width = d.choose([1, 3, 8, 31, 32, 33, 40]);
  const x = d.once(2)
    ? d.any()
    : d.input([...(d.once(2) ? [2] : []), width], d.choose([formats.float32(), formats.int(8)]));
  const inputs = x.stream.shape.at(-1) ?? 1;
  const given = d.maybe('lanes', d.choose([1, 2, 4, 8] as const));
  const options = { name: `mx${d.random(1_000_000)}`, format: d.choose(elements)(), ...given };
  const quantized = mxQuantize(partsOf(d), x, options);
  const count = outputs(d);
  const reals = Array.from({ length: count * inputs }, () => d.between(-100, 100) / 50);
  const weights = tensor.mx(reals, d.choose(elements)(), { shape: [count, inputs] });
  return d.unit('mx_dense', [quantized.elements as Drawn, quantized.scales as Drawn], {
    weights: weights.elements,
    weightScales: weights.scales,
    ...activation(d),
    ...d.maybe('guardBits', d.between(0, 12), 4),
    array: { ...d.maybe('pe', d.width(count)), ...d.maybe('simd', d.choose([1, 2, 4, 8])) },
    ...(d.once(2) ? {} : { output: d.quantization(10, formats.int(8)) }),
  });
};

export const steps: readonly Step[] = [
  ...[dense, dense, dense, convolution, convolution, convolution, depthwise, rowStationary],
  ...[product, product, product, sampled, softmax, softmax, maskedSoftmax, thresholdMask, norm],
  ...[norm, rowsOf, gather, layout, layout, layout, concatenation, pooling, mean, elementwise],
  ...[elementwise, elementwise, division, unary, unary, mapping, rescaling, slopes, attending],
  microscaling,
];
