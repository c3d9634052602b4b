/** One stored weight of a column: rows of the PE skipped before it, and the weight. */
export interface ColumnEntry {
  readonly run: number;
  /** Zero where a run is longer than its field. */
  readonly weight: number;
}

/** A matrix compressed by columns, its rows interleaved over PEs. */
export interface ColumnLists {
  /** Per PE its entries, column after column. */
  readonly entries: readonly (readonly ColumnEntry[])[];
  /** Per PE, for each column, where its entries start; one more for the end of the last. */
  readonly starts: readonly Int32Array[];
  readonly runBits: number;
}

/** EIE's field. */
const mostRunBits = 4;

/**
 * EIE's compressed columns (Han et al., ISCA 2016, section III): PE p has rows p, p + pe, ...; a run that
 * its field does not hold ends in an entry of weight zero.
 */
export const columnLists = (
  weights: Int32Array,
  outputs: number,
  pe: number,
  slotBits: number,
): ColumnLists => {
  const inputs = weights.length / outputs;
  const runBits = Math.min(mostRunBits, slotBits);
  const longest = 2 ** runBits - 1;
  const entries = Array.from({ length: pe }, (): ColumnEntry[] => []);
  const starts = Array.from({ length: pe }, () => new Int32Array(inputs + 1));
  for (let column = 0; column < inputs; column++) {
    for (let p = 0; p < pe; p++) {
      const list = entries[p] as ColumnEntry[];
      let run = 0;
      for (let row = p; row < outputs; row += pe) {
        const weight = weights[row * inputs + column] as number;
        if (weight === 0 && run < longest) {
          run++;
          continue;
        }
        list.push({ run, weight });
        run = 0;
      }
      // Zeros that no weight follows need no entry.
      const from = starts[p]?.[column] as number;
      while (list.length > from && list.at(-1)?.weight === 0) list.pop();
      (starts[p] as Int32Array)[column + 1] = list.length;
    }
  }
  return { entries, starts, runBits };
};
