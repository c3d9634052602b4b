import { bitVector } from '../emit/literal.js';
import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { odometer, packed } from './odometer.js';

/** Beats (innermost axis) or positions before the data of an axis, of it and after it. */
export interface PaddedAxis {
  readonly before: number;
  readonly size: number;
  readonly after: number;
}

export interface PadOptions {
  readonly instance: string;
  readonly widthBits: number;
  /** Innermost first, at least one. */
  readonly axes: readonly PaddedAxis[];
  /** A beat of padding. */
  readonly value: bigint;
}

const lengthOf = ({ before, size, after }: PaddedAxis): number => before + size + after;

/** Puts beats of padding around a tensor's; templates/lib/sinter_pad.v. */
export const padStage = (options: PadOptions): Stage => {
  const { instance, widthBits, axes, value } = options;
  const lengths = axes.map(lengthOf);
  const beats = lengths.reduce((a, b) => a * b, 1);
  const indexBits = unsignedBitsFor(Math.max(...lengths));
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_pad' },
    parameters: {
      WIDTH: widthBits,
      AXES: axes.length,
      INDEX_BITS: indexBits,
      STARTS: packed(
        indexBits,
        axes.map(({ before }) => before),
      ),
      ENDS: packed(
        indexBits,
        axes.map(({ before, size }) => before + size),
      ),
      LASTS: packed(
        indexBits,
        lengths.map((length) => length - 1),
      ),
      VALUE: bitVector(widthBits, value),
    },
    inputBits: widthBits,
    outputBits: widthBits,
    timing: {
      intervalCycles: beats,
      departures(arrivals) {
        const departures = new Float64Array(beats);
        let data = 0;
        let previous = -1;
        odometer(lengths, (position, beat) => {
          const isData = axes.every(({ before, size }, axis) => {
            const at = (position[axis] as number) - before;
            return at >= 0 && at < size;
          });
          const waits = isData || beat === 0;
          previous = Math.max(previous + 1, waits ? (arrivals[data] as number) : 0);
          if (isData) data++;
          departures[beat] = previous;
        });
        return departures;
      },
    },
  };
};
