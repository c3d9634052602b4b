import type { Merge } from '../ir/module.js';
import type { Beats } from './timing.js';

/** Beats of several streams side by side, one of each at a time; templates/lib/sinter_join.v. */
export const join = (inputBits: readonly number[], beats: number): Merge => {
  const outputBits = inputBits.reduce((a, b) => a + b, 0);
  return {
    kind: 'merge',
    instance: 'join',
    module: { kind: 'library', name: 'sinter_join' },
    parameters: { INPUTS: inputBits.length, WIDTH: outputBits },
    inputBits,
    outputBits,
    timing: {
      intervalCycles: beats,
      departures(arrivals) {
        const [first] = arrivals;
        if (!first) throw new Error('a join has inputs');
        // Each beat leaves with the latest of its parts; a part waits in its own stream.
        let previous = -1;
        return first.map((_, i) => {
          const latest = Math.max(...arrivals.map((beatsOf: Beats) => beatsOf[i] as number));
          previous = Math.max(previous + 1, latest);
          return previous;
        });
      },
    },
  };
};
