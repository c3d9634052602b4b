/**
 * Numbers for pairs of small integers, from 0 up in the order in which they are first asked for: a hash table with
 * open addressing, since the look-up is the inner loop of the optimiser.
 */
export interface PairNumbers {
  /** The number of a pair; `size` before the call where it is new. */
  numberOf(one: number, other: number): number;
  size(): number;
}

const spread = (one: number, other: number): number => {
  const mixed = Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
};

export const pairNumbers = (): PairNumbers => {
  let mask = (1 << 12) - 1;
  let slots = new Int32Array(mask + 1).fill(-1);
  const ones: number[] = [];
  const others: number[] = [];
  const grow = (): void => {
    mask = 2 * mask + 1;
    slots = new Int32Array(mask + 1).fill(-1);
    for (let number = 0; number < ones.length; number++) {
      let slot = spread(ones[number] as number, others[number] as number) & mask;
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
  };
  return {
    size: () => ones.length,
    numberOf(one, other) {
      let slot = spread(one, other) & mask;
      for (;;) {
        const number = slots[slot] as number;
        if (number < 0) break;
        if (ones[number] === one && others[number] === other) return number;
        slot = (slot + 1) & mask;
      }
      const number = ones.length;
      slots[slot] = number;
      ones.push(one);
      others.push(other);
      if (2 * ones.length > mask) grow();
      return number;
    },
  };
};
