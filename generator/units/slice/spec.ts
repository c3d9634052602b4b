import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import type { StreamType } from '../../ir/stream.js';
import { sizeOf } from '../../ir/tensor.js';
import { divisorsOf, greatestCommonDivisor } from '../../numeric/divisors.js';
import type { SlicedAxis } from '../../stream/slice.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';

const perAxis = (minimum: number, what: string) =>
  z
    .array(z.int().min(minimum))
    .readonly()
    .describe(`${what}, one number per axis, without batch axis`);

export const sliceParameters = z.strictObject({
  begin: perAxis(0, 'first index that stays'),
  end: perAxis(1, 'index before which the last one lies'),
  stride: perAxis(1, 'distance of indices that stay').optional(),
});

export type SliceParameters = z.output<typeof sliceParameters>;

export interface SliceSpec extends UnitSpec {
  /** Every axis of the input, outermost first. */
  readonly part: readonly SlicedAxis[];
  /** Axes as the hardware counts them, in beats, innermost first; none where all stays. */
  readonly axes: readonly SlicedAxis[];
}

const isWhole = ({ size, count }: SlicedAxis): boolean => size === count;

/** Runs of consecutive elements that stay: one axis in elements, and those outside of it. */
const countedAxes = (
  part: readonly SlicedAxis[],
  mostLanes: number,
): { readonly axes: readonly SlicedAxis[]; readonly lanes: number } => {
  const innermost = part.findLastIndex((axis) => !isWhole(axis));
  const axis = part[innermost];
  if (!axis) return { axes: [], lanes: mostLanes };
  const inner = sizeOf(part.slice(innermost + 1).map(({ size }) => size));
  const outer = part.slice(0, innermost).reverse();
  const isOneRow = outer.every(({ size }) => size === 1);
  const isRun = axis.stride === 1;
  const length = isRun ? axis.count : 1;
  const end = axis.first + length;
  // Where what stays meets what goes; the end of the tensor may be anywhere in a beat.
  const borders = [
    axis.first * inner,
    ...(isOneRow && end === axis.size ? [] : [end * inner]),
    ...(isOneRow ? [] : [axis.size * inner]),
  ];
  const run = isRun ? borders.reduce(greatestCommonDivisor) : inner;
  const lanes = divisorsOf(run).findLast((divisor) => divisor <= mostLanes) ?? 1;
  const beats = (positions: number): number => Math.ceil((positions * inner) / lanes);
  const whole = (size: number): SlicedAxis => ({ size, first: 0, stride: 1, count: size });
  const axes: SlicedAxis[] = isRun
    ? [{ size: beats(axis.size), first: beats(axis.first), stride: 1, count: beats(length) }]
    : [...(inner > lanes ? [whole(beats(1))] : []), axis];
  for (const next of outer) {
    const last = axes.at(-1) as SlicedAxis;
    if (next.size === 1) continue;
    if (isWhole(next) && isWhole(last)) {
      axes[axes.length - 1] = whole(last.size * next.size);
    } else {
      axes.push(next);
    }
  }
  return { axes, lanes };
};

const lengthProblems = (
  { begin, end, stride }: SliceParameters,
  { shape }: StreamType,
  place: string,
): readonly Problem[] =>
  Object.entries({ begin, end, ...(stride ? { stride } : {}) }).flatMap(([name, { length }]) =>
    length === shape.length
      ? []
      : [
          {
            code: 'E_SHAPE',
            place: `${place}.${name}`,
            reason: `gives ${length} numbers, the input ${shapeText(shape)} has ${shape.length} axes`,
            hint: 'give one number per axis',
          } as const,
        ],
  );

const rangeProblems = (
  { begin, end }: SliceParameters,
  { shape }: StreamType,
  place: string,
): readonly Problem[] =>
  shape.flatMap((size, axis) => {
    const [from, to] = [begin[axis] as number, end[axis] as number];
    return from < to && to <= size
      ? []
      : [
          {
            code: 'E_SHAPE',
            place: `${place}.end`,
            reason: `takes ${from} to before ${to} of axis ${axis}, which has ${size}`,
            hint: 'begin < end <= size',
          } as const,
        ];
  });

/** Lanes: the most, up to the input's, at which every beat stays or goes as a whole. */
export const resolveSlice = (
  parameters: SliceParameters,
  [input]: readonly StreamType[],
  place: string,
): SliceSpec => {
  if (!input) throw new Error('slice has one input');
  const lengths = lengthProblems(parameters, input, place);
  if (lengths.length > 0) throw new SinterError(lengths);
  const ranges = rangeProblems(parameters, input, place);
  if (ranges.length > 0) throw new SinterError(ranges);
  const { begin, end, stride } = parameters;
  const part = input.shape.map((size, axis): SlicedAxis => {
    const first = begin[axis] as number;
    const step = stride?.[axis] ?? 1;
    const count = Math.ceil(((end[axis] as number) - first) / step);
    return { size, first, stride: count === 1 ? 1 : step, count };
  });
  const { axes, lanes } = countedAxes(part, input.lanes);
  return {
    inputs: [input],
    output: { ...input, shape: part.map(({ count }) => count), lanes },
    folding: { lanes },
    part,
    axes,
  };
};
