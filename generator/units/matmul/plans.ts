import type { Supply } from '../../stream/supply.js';
import { heldBy, tilesOf } from '../../stream/tiles.js';
import type { Beats } from '../../stream/timing.js';
import { directFeed, type Feed, panelFeed, panelWord, turnFeed } from './feed.js';
import type { Dataflow, MatmulPlan, PlanOptions } from './plan.js';
import { lanesFor } from './result-lanes.js';
import { skipZeros } from './skip-plan.js';
import { followedInterval, outputStationaryTiles, weightStationaryVectors } from './steps.js';

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
