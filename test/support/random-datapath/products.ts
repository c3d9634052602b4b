import * as formats from '../../../generator/dsl/formats.js';
import { isInteger } from '../../../generator/ir/format.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { activation, magnitudeOf, rounding, type Step } from './common.js';
import type { DatapathDraw, Drawn } from './draw.js';

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

export const product: Step = (d) => {
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

export const maskFor = (d: DatapathDraw, shape: readonly number[]): Drawn =>
  d.take(
    (stream) =>
      stream.format.kind === 'uint' &&
      stream.format.bits === 1 &&
      stream.shape.join() === shape.join(),
    () => d.input(shape, formats.uint(1)),
  );

export const sampled: Step = (d) => {
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
