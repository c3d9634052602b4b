import { follow, type Supply } from './supply.js';

/** A beat a cycle, as its input has it. */
export const beatSource = (supply: Supply) => {
  const input = follow(supply);
  const { length } = supply.arrivals;
  let beat = 0;
  let offered: number | undefined;
  return {
    offers(cycle: number): boolean {
      if (beat === length) return false;
      offered ??= input.offered();
      return offered <= cycle;
    },
    take(cycle: number): void {
      input.take(cycle);
      offered = undefined;
      beat++;
    },
  };
};

/**
 * Blocks of `words` beats, cycle by cycle; a half is read from `full` to its claim, and written again after it
 * is freed: templates/lib/sinter_block_store.v.
 */
export const blockStore = (words: number, supply: Supply) => {
  const input = beatSource(supply);
  const full = [false, false];
  const held = [false, false];
  let half = 0;
  let word = 0;
  return {
    full,
    step(cycle: number, claimed: number | undefined, freed: number | undefined): void {
      let filled: number | undefined;
      if (!held[half] && input.offers(cycle)) {
        input.take(cycle);
        word = (word + 1) % words;
        if (word === 0) {
          filled = half;
          half = 1 - half;
        }
      }
      if (claimed !== undefined) full[claimed] = false;
      if (freed !== undefined) held[freed] = false;
      if (filled !== undefined) {
        full[filled] = true;
        held[filled] = true;
      }
    },
  };
};
