import * as formats from '../../../generator/dsl/formats.js';
import { isInteger } from '../../../generator/ir/format.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { sizeOf } from '../../../generator/ir/tensor.js';
import type { Step } from './common.js';
import type { DatapathDraw, Drawn } from './draw.js';

const shuffled = (d: DatapathDraw, count: number): number[] => {
  const from = Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: count }, () => from.splice(d.random(from.length), 1)[0] as number);
};

/** Any format: what only moves elements takes them all but those of Microscaling. */
const moved = (d: DatapathDraw): Drawn =>
  d.once(5)
    ? d.input(d.shape(d.between(1, 3)), d.once(2) ? d.format() : formats.int(d.between(17, 40)))
    : d.any(d.between(1, 4));

export const layout: Step = (d) => {
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

export const sameAs =
  (x: Drawn) =>
  (stream: StreamType): boolean =>
    stream.shape.join() === x.stream.shape.join() &&
    isInteger(stream.format) &&
    stream.format.bits <= 16;

export const concatenation: Step = (d) => {
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
