import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { odometer, packed } from './odometer.js';

/** Beats (innermost axis) or positions of an axis that stay: first, first + stride, ..., `count` of them. */
export interface SlicedAxis {
  readonly size: number;
  readonly first: number;
  readonly stride: number;
  readonly count: number;
}

export interface SliceOptions {
  readonly instance: string;
  readonly widthBits: number;
  /** Innermost first, at least one. */
  readonly axes: readonly SlicedAxis[];
}

const finalOf = ({ first, stride, count }: SlicedAxis): number => first + (count - 1) * stride;

const stays = ({ first, stride, count }: SlicedAxis, position: number): boolean => {
  const steps = (position - first) / stride;
  return Number.isInteger(steps) && steps >= 0 && steps < count;
};

/** Drops the beats outside of a part of the tensor; templates/lib/sinter_slice.v. */
export const sliceStage = ({ instance, widthBits, axes }: SliceOptions): Stage => {
  const sizes = axes.map(({ size }) => size);
  const beats = sizes.reduce((a, b) => a * b, 1);
  const kept = axes.reduce((product, { count }) => product * count, 1);
  const indexBits = unsignedBitsFor(
    Math.max(...axes.map((axis) => Math.max(axis.size - 1, finalOf(axis) + axis.stride))),
  );
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_slice' },
    parameters: {
      WIDTH: widthBits,
      AXES: axes.length,
      INDEX_BITS: indexBits,
      FIRSTS: packed(
        indexBits,
        axes.map(({ first }) => first),
      ),
      STRIDES: packed(
        indexBits,
        axes.map(({ stride }) => stride),
      ),
      FINALS: packed(indexBits, axes.map(finalOf)),
      LASTS: packed(
        indexBits,
        sizes.map((size) => size - 1),
      ),
    },
    inputBits: widthBits,
    outputBits: widthBits,
    timing: {
      intervalCycles: beats,
      departures(arrivals) {
        const departures = new Float64Array(kept);
        let out = 0;
        odometer(sizes, (position, beat) => {
          if (axes.every((axis, a) => stays(axis, position[a] as number))) {
            departures[out++] = arrivals[beat] as number;
          }
        });
        return departures;
      },
    },
  };
};
