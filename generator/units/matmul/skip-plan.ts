import { unsignedBitsFor } from '../../ir/format.js';
import type { ParameterValue } from '../../ir/module.js';
import { type Supply, steadySupply } from '../../stream/supply.js';
import { tilesOf } from '../../stream/tiles.js';
import type { Beats } from '../../stream/timing.js';
import { directFeed, type Feed } from './feed.js';
import type { MatmulPlan, MatmulShape, PlanOptions } from './plan.js';
import { lanesFor } from './result-lanes.js';
import { type SkipShape, skipZerosTiles } from './skip-model.js';

/** Elements of the left operand that come in a beat, none of them beyond its row. */
const leftLanes = ({ depth, leftLanes: lanes }: PlanOptions): number => Math.min(depth, lanes);

/** Addresses of a list's entries; `templates/lib/sinter_nonzeros.v`. */
const entryBits = (depth: number): number => unsignedBitsFor(depth - 1);

const placeBits = (depth: number, lanes: number, tiles: number): number =>
  unsignedBitsFor(tiles * (Math.ceil(depth / lanes) * lanes - 1));

/** Parameters of templates/lib/sinter_skip_zeros.v beside the operands' widths. */
export const skipParameters = (
  { columns, array }: MatmulPlan,
  { rows, depth }: MatmulShape,
  lanes: number,
): Readonly<Record<string, ParameterValue>> => {
  const beats = Math.ceil(depth / lanes);
  const words = depth * columns.count;
  return {
    LANES: lanes,
    LANE_BITS: unsignedBitsFor(lanes - 1),
    BEATS: beats,
    BEAT_BITS: unsignedBitsFor(beats - 1),
    ROWS: rows,
    ROW_BITS: unsignedBitsFor(rows - 1),
    COLUMNS: array[1],
    TILES: columns.count,
    TILE_BITS: unsignedBitsFor(columns.count - 1),
    PLACE_BITS: placeBits(depth, lanes, columns.count),
    ENTRY_BITS: entryBits(depth),
    WORDS: words,
    ADDRESS_BITS: unsignedBitsFor(2 * words - 1),
  };
};

/** Elements of each beat of rows without a zero. */
const withoutZeros = (rows: number, depth: number, lanes: number): Uint32Array => {
  const beats = Math.ceil(depth / lanes);
  return Uint32Array.from({ length: rows * beats }, (_, i) =>
    Math.min(lanes, depth - (i % beats) * lanes),
  );
};

/** Tensors after which short products have found their pace, and those that are measured. */
const settled = 6;
const measured = 6;

/** Cycles beyond which what fills and frees a store does not show. */
const slackCycles = 8;

export const skipZeros = (options: PlanOptions): MatmulPlan => {
  const { matrices, rows: m, depth: k, columns: n, operands, array } = options;
  const [a, b] = operands;
  const inLanes = leftLanes(options);
  const rows = tilesOf(m, 1);
  const columns = tilesOf(n, array[1]);
  const beats = Math.ceil(k / inLanes);
  // Results keep up with rows that have no more than an element a beat.
  const lanes = lanesFor(
    columns,
    (count) => (columns.count * array[1]) / count <= Math.max(beats, columns.count),
  );
  const words = tilesOf(n / lanes, array[1] / lanes);
  const shape: SkipShape = {
    matrices,
    rows: m,
    beats,
    words: k * columns.count,
    tiles: columns.count,
    drain: words.width,
  };
  const feed = (feedLanes: number, group: number, memoryBits: number): Feed => ({
    ...directFeed(feedLanes, group, 1),
    memoryBits,
  });
  const results = (
    supplies: readonly Supply[],
    nonzeros: ArrayLike<number>,
    tensors: number,
  ): Beats => skipZerosTiles({ ...shape, matrices: tensors * matrices }, supplies, nonzeros);
  const dense = (tensors: number): Uint32Array => withoutZeros(tensors * matrices * m, k, inLanes);
  const perMatrix = m * columns.count * Math.max(k, words.width);
  const interval = (): number => {
    if (perMatrix >= shape.words + slackCycles && k >= slackCycles) return matrices * perMatrix;
    const tensors = settled + measured;
    const supplies = [
      steadySupply(tensors * matrices * m * beats),
      steadySupply(tensors * matrices * shape.words),
    ];
    const times = results(supplies, dense(tensors), tensors);
    const perTensor = times.length / tensors;
    const first = times[settled * perTensor - 1] as number;
    return Math.ceil(((times.at(-1) as number) - first) / measured);
  };
  return {
    shape: options,
    dataflow: 'skip-zeros',
    array,
    rows,
    columns,
    depth: tilesOf(k, k),
    lanes,
    words,
    feeds: [
      feed(inLanes, k, 2 * 2 ** entryBits(k) * (a.bits + placeBits(k, inLanes, columns.count))),
      feed(array[1], n, 2 * shape.words * array[1] * b.bits),
    ],
    intervalCycles: interval(),
    departures: (supplies) => results(supplies, dense(1), 1),
    departuresOf: results,
  };
};
