/** A size cut into tiles of `width`, of which the last may hold less. */
export interface Tiles {
  readonly size: number;
  readonly width: number;
  readonly count: number;
  /** What the last tile holds. */
  readonly tail: number;
}

export const tilesOf = (size: number, width: number): Tiles => {
  const count = Math.ceil(size / width);
  return { size, width, count, tail: size - (count - 1) * width };
};

/** What tile `index` of a row of matrices holds. */
export const heldBy = ({ width, count, tail }: Tiles, index: number): number =>
  index % count === count - 1 ? tail : width;
