import type { StreamHandle } from '../../../dsl/builder.js';
import type { Table } from '../flatbuffer.js';
import { modelError, shapeText } from '../problem.js';
import { stridedSliceOptions } from '../schema.js';
import { batchAxes, declared, numbersOf } from './axes.js';
import {
  type Activation,
  expectSameQuantization,
  type InputActivation,
  type OperatorContext,
  type OperatorMapper,
} from './mapper.js';

/** Indices of an axis: from begin to before end, in steps. */
export interface Part {
  readonly begin: number;
  readonly end: number;
  readonly stride: number;
}

const countOf = ({ begin, end, stride }: Part): number => Math.ceil((end - begin) / stride);

/** A part of the input as a unit; `gone` are axes that the output does not have. */
export const sliced = (
  context: OperatorContext,
  input: InputActivation,
  output: Activation,
  parts: readonly Part[],
  gone: ReadonlySet<number> = new Set(),
): StreamHandle => {
  const { place } = context;
  const { shape } = input;
  expectSameQuantization(context, input, output);
  for (const [axis, { begin, end }] of parts.entries()) {
    if (begin >= 0 && begin < end && end <= (shape[axis] as number)) continue;
    throw modelError(
      place,
      `takes ${begin} to before ${end} of axis ${axis} of ${shapeText(shape)}`,
      'convert the model again',
    );
  }
  const batch = batchAxes(shape);
  const taken = parts.slice(batch);
  const counts = parts.map(countOf);
  const stride = taken.map((part) => part.stride);
  const stream = context.unit('slice', [input.stream], {
    begin: taken.map(({ begin }) => begin),
    end: taken.map(({ end }) => end),
    ...(stride.every((step) => step === 1) ? {} : { stride }),
  });
  const computed = counts.filter((_, axis) => !gone.has(axis));
  return declared(context, output, computed, { stream, shape: counts.slice(batch) });
};

type Options = Table<(typeof stridedSliceOptions)['fields']> | undefined;

/** Bits of a mask by axis. */
const maskOf = (options: Options, field: keyof (typeof stridedSliceOptions)['fields']) => {
  const mask = options?.int32(field) ?? 0;
  return (axis: number): boolean => ((mask >> axis) & 1) === 1;
};

const refuseMasks = (options: Options, place: string): void => {
  for (const [field, name] of [
    ['ellipsis_mask', 'an ellipsis'],
    ['new_axis_mask', 'a new axis'],
  ] as const) {
    if ((options?.int32(field) ?? 0) !== 0) {
      throw modelError(place, `has ${name}, which is not supported`, 'write out every axis');
    }
  }
};

/** An index of an axis: negative ones count from its end; no further than its ends. */
const within = (index: number, size: number): number =>
  Math.min(Math.max(index < 0 ? index + size : index, 0), size);

/**
 * STRIDED_SLICE with constant indices. A masked begin or end is that of the axis; a shrunk axis gives
 * one index and goes (lite/kernels/internal/strided_slice_logic.h).
 */
export const stridedSlice: OperatorMapper = {
  inputs: [4, 4],
  outputs: 1,
  map(context) {
    const { operator, place } = context;
    const input = context.input(0);
    const { shape } = input;
    const options = operator.options(stridedSliceOptions);
    refuseMasks(options, place);
    const begins = numbersOf(context, 1, 'begin', shape.length);
    const ends = numbersOf(context, 2, 'end', shape.length);
    const strides = numbersOf(context, 3, 'strides', shape.length);
    if (strides.some((stride) => stride < 1)) {
      throw modelError(
        place,
        `has strides ${shapeText(strides)}, needs 1 and more`,
        'a tensor cannot be read backwards: reverse it outside of the model',
      );
    }
    const isFromStart = maskOf(options, 'begin_mask');
    const isToEnd = maskOf(options, 'end_mask');
    const isShrunk = maskOf(options, 'shrink_axis_mask');
    const isOffset = (options?.uint8('offset') ?? 0) !== 0;
    const parts = shape.map((size, axis): Part => {
      const given = begins[axis] as number;
      const begin = isFromStart(axis) ? 0 : within(given, size);
      const stop = (ends[axis] as number) + (isOffset ? given : 0);
      const end = isShrunk(axis) ? begin + 1 : isToEnd(axis) ? size : within(stop, size);
      return { begin, end, stride: isShrunk(axis) ? 1 : (strides[axis] as number) };
    });
    const gone = new Set(shape.flatMap((_, axis) => (isShrunk(axis) ? [axis] : [])));
    return [sliced(context, input, context.output(0), parts, gone)];
  },
};

/** SLICE: begin and size of every axis, -1 for all that is left. */
export const slice: OperatorMapper = {
  inputs: [3, 3],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const { shape } = input;
    const begins = numbersOf(context, 1, 'begin', shape.length);
    const sizes = numbersOf(context, 2, 'size', shape.length);
    const parts = shape.map((size, axis): Part => {
      const begin = begins[axis] as number;
      const length = sizes[axis] as number;
      return { begin, end: length === -1 ? size : begin + length, stride: 1 };
    });
    return [sliced(context, input, context.output(0), parts)];
  },
};
