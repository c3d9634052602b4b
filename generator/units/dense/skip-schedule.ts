/** One multiplication: which input, by which weight, and whether it is its row's last. */
export interface SkipEntry {
  readonly input: number;
  readonly weight: number;
  readonly endsRow: boolean;
}

/** Non-zero weights shared out over PEs, row by row. */
export interface SkipSchedule {
  /** Per PE its entries, in order; shorter lists idle at the end. */
  readonly lists: readonly (readonly SkipEntry[])[];
  /** Cycles of a vector: the longest list. */
  readonly length: number;
  /** Where each output's result is: PE and number among its rows; undefined for a row of zeros. */
  readonly places: readonly ({ readonly pe: number; readonly slot: number } | undefined)[];
  /** Rows of the PE that has most. */
  readonly slots: number;
}

/** Non-zero weights of each row of [outputs, inputs]. */
export const rowCounts = (weights: Int32Array, outputs: number): readonly number[] => {
  const inputs = weights.length / outputs;
  return Array.from({ length: outputs }, (_, row) => {
    let count = 0;
    for (let i = row * inputs; i < (row + 1) * inputs; i++) if (weights[i] !== 0) count++;
    return count;
  });
};

/** Rows to PEs, longest first, each to the PE with least to do: lists within a few entries of each other. */
const shareRows = (counts: readonly number[], pe: number): readonly (readonly number[])[] => {
  const loads = new Array<number>(pe).fill(0);
  const rows = Array.from({ length: pe }, (): number[] => []);
  const byLength = counts.map((_, row) => row).filter((row) => (counts[row] as number) > 0);
  byLength.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  for (const row of byLength) {
    let least = 0;
    for (let p = 1; p < pe; p++) if ((loads[p] as number) < (loads[least] as number)) least = p;
    loads[least] = (loads[least] as number) + (counts[row] as number);
    rows[least]?.push(row);
  }
  return rows.map((list) => list.sort((a, b) => a - b));
};

/** Length of the longest list, without building the lists. */
export const skipLength = (counts: readonly number[], pe: number): number =>
  Math.max(
    1,
    ...shareRows(counts, pe).map((rows) =>
      rows.reduce((sum, row) => sum + (counts[row] as number), 0),
    ),
  );

/** The schedule of a matrix [outputs, inputs], row-major, on `pe` multipliers. */
export const skipSchedule = (weights: Int32Array, outputs: number, pe: number): SkipSchedule => {
  const inputs = weights.length / outputs;
  const shared = shareRows(rowCounts(weights, outputs), pe);
  const places: ({ pe: number; slot: number } | undefined)[] = new Array(outputs).fill(undefined);
  const lists = shared.map((rows, p) =>
    rows.flatMap((row, slot) => {
      places[row] = { pe: p, slot };
      const entries: SkipEntry[] = [];
      for (let input = 0; input < inputs; input++) {
        const weight = weights[row * inputs + input] as number;
        if (weight !== 0) entries.push({ input, weight, endsRow: false });
      }
      return entries.map((entry, i) => ({ ...entry, endsRow: i === entries.length - 1 }));
    }),
  );
  return {
    lists,
    length: Math.max(1, ...lists.map((list) => list.length)),
    places,
    slots: Math.max(1, ...shared.map((rows) => rows.length)),
  };
};

/** Activations that must come a beat so that a vector is in before the one before it is worked off. */
export const skipLanes = (inputs: number, length: number): number => {
  for (let lanes = 1; lanes <= inputs; lanes *= 2) {
    if (Math.ceil(inputs / lanes) + 4 <= length) return lanes;
  }
  return inputs;
};

/** Whether results can leave, one a cycle, and vectors come, within the lists' length. */
export const canSkip = (inputs: number, outputs: number, length: number): boolean =>
  length >= outputs + 8 && length >= Math.ceil(inputs / skipLanes(inputs, length)) + 4;
