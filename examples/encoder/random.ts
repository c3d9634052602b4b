/** A source of uniform numbers in [0, 1); every draw is a multiple of 2^-32. */
export type Random = () => number;

/** mulberry32 (Tommy Ettinger, public domain): 32-bit integer operations only, so every engine draws alike. */
export const mulberry32 = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** About normal, deviation 1: the sum of twelve uniform numbers less 6. */
export const normal = (random: Random): number => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
};
