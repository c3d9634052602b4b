import { unsignedBitsFor } from '../ir/format.js';
import type { Merge } from '../ir/module.js';
import { packed } from './odometer.js';
import type { Beats } from './timing.js';

export interface ConcatOptions {
  /** Bits of a beat, the same for all. */
  readonly widthBits: number;
  /** Beats of each input in a turn. */
  readonly turns: readonly number[];
  /** How often the turns go round in a tensor. */
  readonly rounds: number;
}

/** Streams one behind the other, in turns; templates/lib/sinter_concat.v. */
export const concat = ({ widthBits, turns, rounds }: ConcatOptions): Merge => {
  const beats = rounds * turns.reduce((a, b) => a + b, 0);
  const countBits = unsignedBitsFor(Math.max(...turns) - 1);
  return {
    kind: 'merge',
    instance: 'concat',
    module: { kind: 'library', name: 'sinter_concat' },
    parameters: {
      INPUTS: turns.length,
      WIDTH: widthBits,
      COUNT_BITS: countBits,
      LASTS: packed(
        countBits,
        turns.map((count) => count - 1),
      ),
    },
    inputBits: turns.map(() => widthBits),
    outputBits: widthBits,
    timing: {
      intervalCycles: beats,
      departures(arrivals) {
        const departures = new Float64Array(beats);
        let out = 0;
        let previous = -1;
        for (let round = 0; round < rounds; round++) {
          for (const [input, count] of turns.entries()) {
            const arrived = arrivals[input] as Beats;
            for (let beat = 0; beat < count; beat++) {
              previous = Math.max(previous + 1, arrived[round * count + beat] as number);
              departures[out++] = previous;
            }
          }
        }
        return departures;
      },
    },
  };
};
