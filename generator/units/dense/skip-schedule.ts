import { divisorsOf, greatestCommonDivisor } from '../../numeric/divisors.js';

/** One multiplication: which input, by which weight, and whether it is the last of its part of a row. */
export interface SkipEntry {
  readonly input: number;
  readonly weight: number;
  readonly endsPart: boolean;
}

/** Where a part of a row's sum is: the PE, and the how manieth of its parts. */
export interface SkipPlace {
  readonly pe: number;
  readonly slot: number;
}

/** Non-zero weights shared out over PEs. */
export interface SkipSchedule {
  /** Per PE its entries, in order; a shorter list idles at the end. */
  readonly lists: readonly (readonly SkipEntry[])[];
  /** Cycles of a vector: the longest list. */
  readonly length: number;
  /** Per output its parts: none for a row of zeros, two where a cut went through the row. */
  readonly places: readonly (readonly SkipPlace[])[];
  /** Parts of the PE that has most. */
  readonly slots: number;
  /** Results that leave a beat. */
  readonly lanes: number;
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

/**
 * Cycles of a vector on `pe` multipliers whose results leave in `lanes` lanes: row r and PE q belong to
 * lane r mod lanes and floor(q * lanes / pe). In a lane all non-zeros in equal shares, and no share
 * shorter than a row, so that a row lies in two shares at most.
 */
export const skipLength = (counts: readonly number[], pe: number, lanes = 1): number => {
  const totals = new Array<number>(lanes).fill(0);
  counts.forEach((count, row) => {
    totals[row % lanes] = (totals[row % lanes] as number) + count;
  });
  return Math.max(1, Math.ceil((Math.max(...totals) * lanes) / pe), ...counts);
};

/**
 * The schedule of a matrix [outputs, inputs], row-major, on `pe` multipliers: the rows of a lane one after
 * the other make one list, which is cut every `length` entries (McNaughton's wrap-around rule).
 */
export const skipSchedule = (
  weights: Int32Array,
  outputs: number,
  pe: number,
  lanes = 1,
): SkipSchedule => {
  const inputs = weights.length / outputs;
  const length = skipLength(rowCounts(weights, outputs), pe, lanes);
  const lists = Array.from({ length: pe }, (): SkipEntry[] => []);
  const parts = new Array<number>(pe).fill(0);
  const current = Array.from({ length: lanes }, (_, lane) => (lane * pe) / lanes);
  const places = Array.from({ length: outputs }, (_, row) => {
    const lane = row % lanes;
    const columns: number[] = [];
    for (let i = 0; i < inputs; i++) if (weights[row * inputs + i] !== 0) columns.push(i);
    const found: SkipPlace[] = [];
    columns.forEach((input, i) => {
      if (lists[current[lane] as number]?.length === length) {
        current[lane] = (current[lane] as number) + 1;
      }
      const at = current[lane] as number;
      const list = lists[at] as SkipEntry[];
      const weight = weights[row * inputs + input] as number;
      const endsPart = i === columns.length - 1 || list.length === length - 1;
      list.push({ input, weight, endsPart });
      if (!endsPart) return;
      found.push({ pe: at, slot: parts[at] as number });
      parts[at] = (parts[at] as number) + 1;
    });
    return found;
  });
  return { lists, length, places, slots: Math.max(1, ...parts), lanes };
};

/** Activations that must come a beat so that a vector is in before the one before it is worked off. */
export const skipLanes = (inputs: number, length: number): number => {
  for (let lanes = 1; lanes <= inputs; lanes *= 2) {
    if (Math.ceil(inputs / lanes) + 4 <= length) return lanes;
  }
  return inputs;
};

/** Whether results can leave, a beat a cycle, and vectors come, within the lists' length. */
export const canSkip = (inputs: number, outputs: number, length: number, lanes = 1): boolean =>
  length >= outputs / lanes + 8 && length >= Math.ceil(inputs / skipLanes(inputs, length)) + 4;

/** Fewest result lanes with which results leave in time; 1 where none do. */
export const skipResultLanes = (counts: readonly number[], inputs: number, pe: number): number => {
  const outputs = counts.length;
  const lanes = divisorsOf(greatestCommonDivisor(outputs, pe));
  return lanes.find((one) => canSkip(inputs, outputs, skipLength(counts, pe, one), one)) ?? 1;
};
