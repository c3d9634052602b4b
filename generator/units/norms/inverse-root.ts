import { Decimal } from 'decimal.js';

/** Bits that look up the seed, and bits of the seed. */
export const seedIndexBits = 8;
export const seedBits = 10;

const Exact = Decimal.clone({ precision: 40 });

/**
 * round(2^seedBits / sqrt(v)) in the middle of each step of v = index / 2^(seedIndexBits - 2), which is in
 * [1, 4); indices below that are not looked up.
 */
export const seeds: readonly number[] = Array.from({ length: 2 ** seedIndexBits }, (_, index) =>
  index < 2 ** (seedIndexBits - 2)
    ? 0
    : new Exact(2)
        .pow(seedBits)
        .div(new Exact(2 * index + 1).div(2 ** (seedIndexBits - 1)).sqrt())
        .plus(0.5)
        .floor()
        .toNumber(),
);

export interface InverseRoot {
  /** In (1/2, 1], `rootBits` of fraction. */
  readonly root: bigint;
  /** The root is to be divided by 2^this. */
  readonly halfExponent: number;
}

/**
 * 1 / sqrt(value) of a positive integer: v = value / 4^h in [1, 4), a seed by table, and steps
 * y = y (3 - v y^2) / 2 in `rootBits` bits of fraction, every product cut.
 */
export const inverseRootOf = (value: bigint, rootBits: number, steps: number): InverseRoot => {
  const halfExponent = Math.floor((value.toString(2).length - 1) / 2);
  const places = BigInt(rootBits);
  const v = (value << places) >> BigInt(2 * halfExponent);
  const seed = seeds[Number(v >> (places + 2n - BigInt(seedIndexBits)))] as number;
  let y = BigInt(seed) << (places - BigInt(seedBits));
  for (let step = 0; step < steps; step++) {
    const square = (y * y) >> places;
    const residual = (3n << places) - ((v * square) >> places);
    y = (y * residual) >> (places + 1n);
  }
  return { root: y, halfExponent };
};
