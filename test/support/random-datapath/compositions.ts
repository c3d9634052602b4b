import { attention } from '../../../generator/dsl/attention.js';
import * as formats from '../../../generator/dsl/formats.js';
import { mxQuantize } from '../../../generator/dsl/microscaling.js';
import { pruneTokens } from '../../../generator/dsl/prune-tokens.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import type { MxFormat } from '../../../generator/ir/format.js';
import type { UnitKind } from '../../../generator/units/index.js';
import { activation, outputs, type Step } from './common.js';
import type { DatapathDraw, Drawn } from './draw.js';

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

export const attending: Step = (d) => {
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

export const elements: readonly (() => MxFormat)[] = [
  () => formats.mxfp8('e4m3'),
  () => formats.mxfp8('e5m2'),
  () => formats.mxfp6('e3m2'),
  () => formats.mxfp6('e2m3'),
  () => formats.mxfp4(),
  () => formats.mxint8(),
];

export const microscaling: Step = (d) => {
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
