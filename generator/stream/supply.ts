import { type Beats, everyCycle } from './timing.js';

/**
 * How the beats of an input come, and how they go on after what takes them held them up: out of a FIFO
 * while it lasts, then from what drives it, which holds so many beats before its own inputs wait.
 */
export interface Supply {
  readonly arrivals: Beats;
  /** Beats as they come when the driver has all its inputs. */
  readonly pace: Beats;
  /** Beats as they come out of a FIFO that holds them all. */
  readonly refill: Beats;
  /** Beats of that FIFO. */
  readonly fifo: number;
  /** Beats that the driver holds. */
  readonly room: number;
}

/** A driver that is never short of anything. */
export const steadySupply = (beats: number): Supply => {
  const arrivals = everyCycle(beats);
  return { arrivals, pace: arrivals, refill: arrivals, fifo: 0, room: beats };
};

const gapBefore = (beats: Beats, beat: number): number =>
  Math.max(1, (beats[beat] as number) - (beats[beat - 1] as number));

/**
 * When beats can be taken at the earliest: `offered` of the next beat, `take` what became of it.
 */
export const follow = ({ arrivals, pace, refill, fifo, room }: Supply) => {
  const given = new Float64Array(arrivals.length);
  const taken = new Float64Array(arrivals.length);
  let beat = 0;
  // How late the driver's own inputs are.
  let late = 0;
  return {
    offered(): number {
      if (beat >= room)
        late = Math.max(late, (given[beat - room] as number) - (arrivals[beat] as number));
      let at = (arrivals[beat] as number) + late;
      if (beat > 0) at = Math.max(at, (given[beat - 1] as number) + gapBefore(pace, beat));
      if (fifo > 0 && beat >= fifo) at = Math.max(at, taken[beat - fifo] as number);
      given[beat] = at;
      return beat === 0 ? at : Math.max(at, (taken[beat - 1] as number) + gapBefore(refill, beat));
    },
    take(at: number): void {
      taken[beat] = at;
      if (fifo === 0) given[beat] = at;
      beat++;
    },
  };
};
