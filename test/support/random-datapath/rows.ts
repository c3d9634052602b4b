import * as formats from '../../../generator/dsl/formats.js';
import { isInteger } from '../../../generator/ir/format.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { lanes, rounding, type Step } from './common.js';
import type { DatapathDraw, Drawn } from './draw.js';
import { maskFor } from './products.js';

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

export const softmax: Step = (d) => {
  const { x, row, causal } = scores(d);
  return d.unit('softmax', [x], softmaxOptions(d, row, x.stream, causal));
};

export const maskedSoftmax: Step = (d) => {
  const { x, row, causal } = scores(d);
  const options = softmaxOptions(d, row, x.stream, causal);
  return d.unit('masked_softmax', [x, maskFor(d, x.stream.shape)], options);
};

export const thresholdMask: Step = (d) => {
  const { x, row, causal } = scores(d);
  return d.unit('threshold_mask', [x], {
    threshold: d.choose([0.01, 0.1, 0.5, 1]),
    causal,
    ...lanes(d, row),
    ...d.maybe('length', d.between(1, row), 4),
  });
};

export const norm: Step = (d) => {
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

export const rowsOf: Step = (d) => {
  const x = d.any();
  const row = x.stream.shape.at(-1) ?? 1;
  if (d.once(3)) return d.unit('argmax', [x], lanes(d, row));
  return d.unit('top_k', [x], {
    k: d.between(1, Math.min(row, 5)),
    give: d.choose(['values', 'indices']),
    order: d.choose(['value', 'index']),
  });
};

export const gather: Step = (d) => {
  const x = d.any(d.between(1, 3));
  const indices = d.take(
    ({ format, zeroPoint, shape }) => isInteger(format) && zeroPoint === 0 && shape.length === 1,
    () => d.input([d.between(1, 6)], formats.uint(d.between(1, 4))),
  );
  return d.unit('gather', [x, indices], {});
};
