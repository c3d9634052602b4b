import { isInteger, type NumberFormat } from '../ir/format.js';
import type { NmSparsity } from '../ir/sparsity.js';
import { isPaired, zeroCodeOf } from '../ir/values.js';
import { distinctValues } from './dense/centroids.js';
import { canSkip, rowCounts, skipLength, skipResultLanes } from './dense/skip-schedule.js';
import type { FoldingChoice } from './unit.js';

/** The fastest choice for each number of multipliers, slower ones dropped; rising in multipliers. */
export const bestFoldings = (choices: readonly FoldingChoice[]): readonly FoldingChoice[] => {
  const sorted = [...choices].sort(
    (a, b) => a.multipliers - b.multipliers || a.intervalCycles - b.intervalCycles,
  );
  const best: FoldingChoice[] = [];
  for (const choice of sorted) {
    if (choice.intervalCycles < (best.at(-1)?.intervalCycles ?? Number.POSITIVE_INFINITY)) {
      best.push(choice);
    }
  }
  return best;
};

/** Every width that changes the number of parts `size` falls into: the least width of each. */
export const usefulWidths = (size: number): readonly number[] => {
  const widths: number[] = [];
  for (let width = 1; width <= size; ) {
    widths.push(width);
    const parts = Math.ceil(size / width);
    if (parts === 1) break;
    width = Math.ceil(size / (parts - 1));
  }
  return widths;
};

/** Widths that do not part pairs. */
const evenWidths = (even: boolean, widths: readonly number[]): readonly number[] =>
  even ? [...new Set(widths.map((width) => width + (width % 2)))] : widths;

/** Multipliers of whole groups n:m whose activations do not part pairs. */
const evenGroups = (
  even: boolean,
  { n, m }: NmSparsity,
  widths: readonly number[],
): readonly number[] => widths.filter((width) => !even || ((width / n) * m) % 2 === 0);

/** Widths of a matrix-vector array; ties go to those that divide, then to fewer accumulators. */
export const arrayFoldings = (options: {
  readonly outputs: number;
  readonly inputs: number;
  readonly vectors: number;
  /** Cycles of a tensor that no folding goes below: what the streams and windows take. */
  readonly leastCycles: number;
  /** Widths that the user has set. */
  readonly pinned: {
    readonly pe?: number | undefined;
    readonly simd?: number | undefined;
    readonly skip?: boolean | undefined;
    readonly dataflow?: string | undefined;
    readonly centroids?: string | undefined;
  };
  /** Structure of the weights that the user has set. */
  readonly sparsity: NmSparsity | undefined;
  /** Values less the zero point, [outputs, inputs]. */
  readonly weights: Int32Array;
  /** Formats of activations and weights. */
  readonly formats: readonly [NumberFormat, NumberFormat];
}): readonly FoldingChoice[] => {
  const { outputs, inputs, vectors, leastCycles, pinned, sparsity, weights, formats } = options;
  const even = formats.some(isPaired);
  // Another dataflow that is not a folding is the user's choice alone.
  if (['bit-serial', 'composed', 'constant'].includes(pinned.dataflow ?? '')) return [];
  const widths = (size: number, set: number | undefined): readonly number[] =>
    set === undefined ? usefulWidths(size) : [set];
  // Of a structured row only the weights that are kept, in whole groups.
  const { n, m } = sparsity ?? { n: 1, m: 1 };
  const products = n * Math.ceil(inputs / m);
  const simds =
    pinned.simd === undefined
      ? usefulWidths(products / n).map((groups) => groups * n)
      : [pinned.simd];
  // Bins are read one a cycle, however few beats filled them.
  const accumulates = pinned.centroids === 'accumulate';
  const leastPass = accumulates ? distinctValues(weights).length : 1;
  const choices = widths(outputs, pinned.pe).flatMap((pe) =>
    (sparsity ? evenGroups(even, sparsity, simds) : evenWidths(even, simds)).map((simd) => ({
      parameters: { array: { pe, simd } },
      multipliers: pe * simd,
      intervalCycles: Math.max(
        leastCycles,
        vectors * Math.ceil(outputs / pe) * Math.max(leastPass, Math.ceil(products / simd)),
      ),
      awkward: Number(outputs % pe !== 0) + Number(products % simd !== 0),
      pe,
    })),
  );
  choices.sort((a, b) => a.awkward - b.awkward || a.pe - b.pe);
  const folded = pinned.skip ? [] : bestFoldings(choices);
  const [input, stored] = formats;
  // Only what has a zero can be left out.
  const zeros = isInteger(stored) || (!isPaired(stored) && zeroCodeOf(stored) !== undefined);
  const skips =
    pinned.skip !== false && (pinned.simd ?? 1) === 1 && (pinned.skip || isInteger(input));
  if (sparsity || accumulates || !skips || !zeros) return folded;
  return bestFoldings([...folded, ...skipFoldings(options, folded)]);
};

/** How much faster than the folded array a skipping one must be: it costs a copy of the vector a PE. */
const worthSkipping = 0.98;

/** Arrays that skip zeros, where they win. */
const skipFoldings = (
  { outputs, inputs, vectors, leastCycles, pinned, weights }: Parameters<typeof arrayFoldings>[0],
  folded: readonly FoldingChoice[],
): readonly FoldingChoice[] => {
  const counts = rowCounts(weights, outputs);
  const widths =
    pinned.pe === undefined ? Array.from({ length: outputs }, (_, i) => i + 1) : [pinned.pe];
  return widths.flatMap((pe) => {
    const lanes = skipResultLanes(counts, inputs, pe);
    const length = skipLength(counts, pe, lanes);
    if (!canSkip(inputs, outputs, length, lanes)) return [];
    const intervalCycles = Math.max(leastCycles, vectors * length);
    const rival = folded.filter(({ multipliers }) => multipliers <= pe).at(-1)?.intervalCycles;
    if (rival !== undefined && intervalCycles > rival * worthSkipping) return [];
    return [{ parameters: { array: { pe, skip: true } }, multipliers: pe, intervalCycles }];
  });
};
