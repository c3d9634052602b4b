import * as formats from '../../../generator/dsl/formats.js';
import { pwl, table } from '../../../generator/functions/methods.js';
import { sizeOf } from '../../../generator/ir/tensor.js';
import type { UnitKind } from '../../../generator/units/index.js';
import { activation, bias, lanes, rounding, type Step } from './common.js';
import { sameAs } from './layout.js';

export const pooling: Step = (d) => {
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

export const mean: Step = (d) => {
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

export const elementwise: Step = (d) => {
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

export const division: Step = (d) => {
  const a = d.any(d.between(1, 3));
  const b = d.take(sameAs(a), () => d.input(a.stream.shape, formats.uint(8)));
  return d.unit('divide', [a, b], { output: d.quantization(4, d.integer()) });
};

const named: readonly UnitKind[] = [
  ...(['elu', 'exp', 'gelu', 'hard_sigmoid', 'hard_swish', 'leaky_relu', 'log2'] as const),
  ...(['logistic', 'reciprocal', 'relu', 'rsqrt', 'sigmoid', 'silu', 'softplus'] as const),
  ...(['sqrt', 'tanh'] as const),
];

export const unary: Step = (d) => {
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

export const mapping: Step = (d) => {
  const x = d.any();
  const output = d.quantization(2, d.integer());
  const choice = d.choose([pwl, table]);
  const compute = choice((value) => value.times(value).minus(1), { output });
  return d.unit('map', [x], { compute });
};

export const rescaling: Step = (d) => {
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

export const slopes: Step = (d) => {
  const x = d.any();
  const count = d.once(2) ? 1 : (x.stream.shape.at(-1) ?? 1);
  return d.unit('prelu', [x], {
    slopes: d.weights([count], formats.int(8)),
    ...rounding(d),
    output: d.quantization(x.stream.scale * 128, formats.int(8)),
  });
};
