import { isSigned, rangeOf, signedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { centredBits } from '../../stream/product.js';
import type { Supply } from '../../stream/supply.js';
import { heldBy, type Tiles, tilesOf } from '../../stream/tiles.js';
import type { Beats } from '../../stream/timing.js';
import { directFeed, type Feed, panelFeed, panelWord, turnFeed } from './feed.js';
import { lanesFor } from './result-lanes.js';
import { skipZeros } from './skip-plan.js';
import { followedInterval, outputStationaryTiles, weightStationaryVectors } from './steps.js';

export type Dataflow = 'output-stationary' | 'weight-stationary' | 'skip-zeros';

/** `matrices` products of [rows, depth] and [depth, columns]. */
export interface MatmulShape {
  readonly matrices: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** The right operand comes as [columns, depth]. */
  readonly transposed: boolean;
}

/** An operand as the array multiplies it. */
export interface Operand {
  readonly bits: number;
  readonly signed: boolean;
  /** Whether its zero point is taken off on the way. */
  readonly centred: boolean;
  /** Every value that it can have. */
  readonly low: number;
  readonly high: number;
}

export const operandOf = (stream: StreamType): Operand => {
  const { format, zeroPoint } = stream;
  const { minimum, maximum } = rangeOf(format);
  const centred = zeroPoint !== 0;
  return {
    bits: centred ? centredBits(stream) : format.bits,
    signed: centred || isSigned(format),
    centred,
    low: minimum - zeroPoint,
    high: maximum - zeroPoint,
  };
};

/** Every value of a sum of `terms` products. */
export const sumRange = ([a, b]: readonly [Operand, Operand], terms: number) => {
  const products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  return { low: terms * Math.min(...products), high: terms * Math.max(...products) };
};

/** Bits of an accumulator of `terms` products, partial sums included. */
export const sumBits = (operands: readonly [Operand, Operand], terms: number): number => {
  const { low, high } = sumRange(operands, terms);
  return signedBitsFor(Math.min(low, 0), Math.max(high, 0));
};

/** How a product is spread over an array and over time. */
export interface MatmulPlan {
  readonly shape: MatmulShape;
  readonly dataflow: Dataflow;
  /** Rows and columns of processing elements. */
  readonly array: readonly [number, number];
  /** The result's rows and columns in tiles; the depth, where the array's rows lie along it. */
  readonly rows: Tiles;
  readonly columns: Tiles;
  readonly depth: Tiles;
  /** Result lanes, and the result's columns in words of so many. */
  readonly lanes: number;
  readonly words: Tiles;
  readonly feeds: readonly [Feed, Feed];
  readonly intervalCycles: number;
  /** When the array's beats leave, for what comes at its buffers. */
  departures(supplies: readonly Supply[]): Beats;
  /**
   * The same of given data, where they decide: of every beat of the left operand how many elements are
   * not 0, `tensors` one after another.
   */
  departuresOf?(supplies: readonly Supply[], nonzeros: ArrayLike<number>, tensors: number): Beats;
}

/** Whether a block takes longer to come than to be worked off, at so many cycles a step. */
const isSlow = (feed: Feed, cyclesPerStep: number): boolean => {
  if (!feed.buffer) return false;
  for (let block = 0; block < feed.blocks; block++) {
    if (feed.beats(block) > feed.reads * cyclesPerStep) return true;
  }
  return false;
};

type Results = (
  feeds: readonly [Feed, Feed],
  supplies: readonly Supply[],
  tensors: number,
) => Beats;

/** The formula's cycles, or what slow buffers make of them. */
const intervalOf = (formula: number, feeds: readonly [Feed, Feed], results: Results): number =>
  feeds.some((feed) => isSlow(feed, formula / (feed.blocks * feed.reads)))
    ? Math.max(formula, followedInterval(feeds, results))
    : formula;

export type PlanOptions = MatmulShape & {
  readonly operands: readonly [Operand, Operand];
  readonly array: readonly [number, number];
  /** Lanes of the left operand's stream. */
  readonly leftLanes: number;
};

const outputStationary = (options: PlanOptions): MatmulPlan => {
  const { matrices, rows: m, depth: k, columns: n, transposed, operands, array } = options;
  const rows = tilesOf(m, array[0]);
  const columns = tilesOf(n, array[1]);
  const lanes = lanesFor(columns, (count) => (array[0] * array[1]) / count <= k);
  const tileCycles = Math.max(k, (array[0] * array[1]) / lanes);
  const passCycles = columns.count * tileCycles;
  const [a, b] = operands;
  const left =
    array[0] === 1 && columns.count === 1
      ? directFeed(1, k, matrices * m * k)
      : panelFeed({
          rows,
          steps: k,
          word: panelWord(array[0], k, passCycles),
          whole: false,
          passes: columns.count,
          matrices,
          elementBits: a.bits,
        });
  const common = { matrices, passes: rows.count, elementBits: b.bits };
  const right = !transposed
    ? turnFeed({ ...common, rows: k, columns })
    : array[1] === 1 && rows.count === 1
      ? directFeed(1, k, matrices * n * k)
      : panelFeed({
          ...common,
          rows: columns,
          steps: k,
          word: panelWord(n, k, rows.count * passCycles),
          whole: true,
        });
  const feeds = [left, right] as const;
  const tiles = matrices * rows.count * columns.count;
  const results: Results = (given, supplies, tensors) =>
    outputStationaryTiles(given, supplies, tensors * tiles, k);
  return {
    shape: options,
    dataflow: 'output-stationary',
    array,
    rows,
    columns,
    depth: tilesOf(k, k),
    lanes,
    words: tilesOf(n / lanes, array[1] / lanes),
    feeds,
    intervalCycles: intervalOf(tiles * tileCycles, feeds, results),
    departures: (supplies) => results(feeds, supplies, 1),
  };
};

const weightStationary = (options: PlanOptions): MatmulPlan => {
  const { matrices, rows: m, depth: k, columns: n, transposed, operands, array } = options;
  const depth = tilesOf(k, array[0]);
  const columns = tilesOf(n, array[1]);
  // A tile passes while the next one's rows are loaded.
  let passCycles = 0;
  for (let tile = 0; tile < depth.count; tile++) passCycles += Math.max(m, heldBy(depth, tile));
  const lanes = lanesFor(columns, (count) => (m * array[1]) / count <= passCycles);
  const runCycles = Math.max(passCycles, (m * array[1]) / lanes);
  const [a, b] = operands;
  const left = turnFeed({
    rows: m,
    columns: depth,
    passes: columns.count,
    matrices,
    elementBits: a.bits,
  });
  const common = { matrices, passes: 1, elementBits: b.bits };
  const right = !transposed
    ? turnFeed({ ...common, rows: k, columns })
    : array[1] === 1
      ? directFeed(1, k, matrices * n * k)
      : panelFeed({
          ...common,
          rows: columns,
          steps: k,
          word: panelWord(array[1], k, runCycles),
          whole: false,
        });
  const feeds = [left, right] as const;
  const runs = matrices * columns.count;
  const results: Results = (given, supplies, tensors) =>
    weightStationaryVectors(given, supplies, {
      rows: array[0],
      vectors: m,
      tiles: tensors * runs * depth.count,
      rowsOf: (tile) => heldBy(depth, tile),
    });
  return {
    shape: options,
    dataflow: 'weight-stationary',
    array,
    rows: tilesOf(m, m),
    columns,
    depth,
    lanes,
    words: tilesOf(n / lanes, array[1] / lanes),
    feeds,
    intervalCycles: intervalOf(runs * runCycles, feeds, results),
    departures: (supplies) => results(feeds, supplies, 1),
  };
};

const plans: Readonly<Record<Dataflow, (options: PlanOptions) => MatmulPlan>> = {
  'output-stationary': outputStationary,
  'weight-stationary': weightStationary,
  'skip-zeros': skipZeros,
};

/** Tiles, buffers and cycles of a product on an array of [rows, columns] processing elements. */
export const matmulPlan = (dataflow: Dataflow, options: PlanOptions): MatmulPlan =>
  plans[dataflow](options);
