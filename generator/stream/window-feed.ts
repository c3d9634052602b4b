import type { Feed } from './feed.js';
import type { Beats } from './timing.js';
import { firstFreeRow, forEachBeat, storedRows, type WindowOptions } from './window.js';

/** Of each beat of an image: the word that it waits for, and words that leave the storage with it. */
const needsOf = (options: WindowOptions) => {
  const { geometry: g, words } = options;
  const needed: number[] = [];
  const freed: number[] = [];
  for (let oy = 0; oy < g.outHeight; oy++) {
    forEachBeat(options, oy, (y, x, word) => {
      const inside = y >= 0 && y < g.height && x >= 0 && x < g.width;
      needed.push(inside ? (y * g.width + x) * words + word : -1);
      freed.push(-1);
    });
    const rows = oy + 1 < g.outHeight ? firstFreeRow(g, oy + 1) : g.height;
    freed[freed.length - 1] = rows * g.width * words;
  }
  return { needed, freed };
};

/**
 * The control of templates/lib/sinter_window.v and sinter_window_columns.v in cycles, whose beats may wait:
 * a beat is read when the one before it is taken, and a row of storage is free once its last beat is
 * read. Words of `images` come at `arrivals`, or as soon after as there is room, each `step` cycles
 * or more after the one before: what putting it together takes.
 */
export const windowFeed = (
  options: WindowOptions,
  arrivals: Beats,
  images: number,
  step: number,
): Feed => {
  const { geometry: g, words } = options;
  const imageWords = g.height * g.width * words;
  const capacity = storedRows(g) * g.width * words;
  const { needed, freed } = needsOf(options);
  const accepted = new Float64Array(images * imageWords);
  let count = 0;
  const accept = (limit: number, since: number): void => {
    for (; count < Math.min(limit, accepted.length); count++) {
      const before = count === 0 ? -step : (accepted[count - 1] as number);
      accepted[count] = Math.max(before + step, arrivals[count] as number, since);
    }
  };
  accept(capacity, 0);
  let read = 0;
  let known = -1;
  const readBeat = (beat: number): void => {
    const image = Math.floor(beat / needed.length) * imageWords;
    const need = needed[beat % needed.length] as number;
    const free = freed[beat % needed.length] as number;
    if (need >= 0) read = Math.max(read, (accepted[image + need] as number) + 1);
    if (free < 0) return;
    if (image + free > 0) read = Math.max(read, (accepted[image + free - 1] as number) + 1);
    accept(image + free + capacity, read + 1);
  };
  return {
    arrival(beat) {
      if (beat >= images * needed.length) return Number.POSITIVE_INFINITY;
      if (beat !== known) readBeat(beat);
      known = beat;
      return read + 1;
    },
    taken(_, cycle) {
      read = cycle;
    },
  };
};
