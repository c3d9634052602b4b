/** A row of values as multiples of a step: a scale, and of each value an entry of a grid. */
export interface QuantizedRow {
  readonly scale: number;
  /** Index into the grid of each value. */
  readonly indices: Int32Array;
}

/** What a row may be. */
export interface RowLimits {
  /** 1 where a weight may be other than zero. */
  readonly kept: Uint8Array;
  readonly leastScale: number;
  /** Scale of a row that is all zeros. */
  readonly scaleOfZeros: number;
}

/** Where the nearest entry of a rising grid is. */
export const nearestIn = (grid: Float64Array): ((value: number) => number) => {
  const first = grid[0] as number;
  const last = grid[grid.length - 1] as number;
  if (last - first === grid.length - 1) {
    return (value) => Math.min(last, Math.max(first, Math.round(value))) - first;
  }
  return (value) => {
    let low = 0;
    let high = grid.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const edge = ((grid[middle] as number) + (grid[middle + 1] as number)) / 2;
      if (value > edge) low = middle + 1;
      else high = middle;
    }
    return low;
  };
};

/** Scales tried, from the one that clips nothing down to this share of it. */
const trials = 128;
const leastShare = 0.25;

/** The scale of least squared error, each value weighted. */
const searchScale = (
  values: Float64Array,
  weightOf: (column: number) => number,
  grid: Float64Array,
  nearest: (value: number) => number,
  { kept, leastScale }: RowLimits,
  largest: number,
): number => {
  const ends = [-(grid[0] as number), grid[grid.length - 1] as number] as const;
  const highest = (1.02 * largest) / Math.max(1, Math.min(...ends));
  const lowest = (leastShare * largest) / Math.max(...ends);
  const errorAt = (scale: number): number => {
    let error = 0;
    for (let i = 0; i < values.length; i++) {
      if (kept[i] === 0) continue;
      const value = values[i] as number;
      const lost = value - scale * (grid[nearest(value / scale)] as number);
      error += lost * lost * weightOf(i);
    }
    return error;
  };
  let best = Math.max(leastScale, highest);
  let error = errorAt(best);
  for (let trial = 1; trial <= trials; trial++) {
    const scale = Math.max(leastScale, highest - ((highest - lowest) * trial) / trials);
    const tried = errorAt(scale);
    if (tried < error) {
      error = tried;
      best = scale;
    }
  }
  return best;
};

/** The scale that loses least with these entries. */
const fittedScale = (
  values: Float64Array,
  indices: Int32Array,
  grid: Float64Array,
  weightOf: (column: number) => number,
): number | undefined => {
  let mixed = 0;
  let own = 0;
  values.forEach((value, i) => {
    const code = grid[indices[i] as number] as number;
    mixed += value * code * weightOf(i);
    own += code * code * weightOf(i);
  });
  return mixed > 0 ? mixed / own : undefined;
};

/** Rounds of the descent; few weights move after the third. */
const rounds = 4;

/**
 * Goes over the weights and gives each the entry that leaves least of d' C d, d what the row loses and C
 * the covariance of its inputs, the others as they are: coordinate descent, as in COMQ
 * (arXiv:2403.07134). The scale follows in closed form after each round, unless it `stays`.
 */
export const descend = (
  values: Float64Array,
  grid: Float64Array,
  nearest: (value: number) => number,
  covariance: Float64Array,
  { kept, leastScale }: Pick<RowLimits, 'kept' | 'leastScale'>,
  start: QuantizedRow,
  stays = false,
): QuantizedRow => {
  const size = values.length;
  const indices = Int32Array.from(start.indices);
  let { scale } = start;
  const gradient = new Float64Array(size);
  for (let round = 0; round < rounds; round++) {
    // C (values - scale * codes)
    for (let i = 0; i < size; i++) {
      let sum = 0;
      const row = i * size;
      for (let j = 0; j < size; j++) {
        const lost = (values[j] as number) - scale * (grid[indices[j] as number] as number);
        sum += (covariance[row + j] as number) * lost;
      }
      gradient[i] = sum;
    }
    let moved = false;
    for (let i = 0; i < size; i++) {
      if (kept[i] === 0) continue;
      const own = covariance[i * size + i] as number;
      const before = grid[indices[i] as number] as number;
      const index = nearest(before + (gradient[i] as number) / (scale * own));
      const change = scale * ((grid[index] as number) - before);
      if (change === 0) continue;
      indices[i] = index;
      moved = true;
      const column = i * size;
      for (let j = 0; j < size; j++) {
        gradient[j] = (gradient[j] as number) - change * (covariance[column + j] as number);
      }
    }
    if (!moved) break;
    if (stays) continue;
    let with0 = 0;
    let with1 = 0;
    for (let i = 0; i < size; i++) {
      const code = grid[indices[i] as number] as number;
      if (code === 0) continue;
      for (let j = 0; j < size; j++) {
        const weight = code * (covariance[i * size + j] as number);
        with0 += weight * (values[j] as number);
        with1 += weight * (grid[indices[j] as number] as number);
      }
    }
    if (with0 > 0 && with1 > 0) scale = Math.max(leastScale, with0 / with1);
  }
  return { scale, indices };
};

/**
 * A row of real values on a rising grid of whole numbers with 0: the scale of least squared error, each
 * value rounded to the nearest entry; with the covariance of its inputs the codes that change the row's
 * outputs least. Pruned weights are zero.
 */
export const quantizeRow = (
  values: Float64Array,
  grid: Float64Array,
  limits: RowLimits,
  covariance: Float64Array | undefined,
): QuantizedRow => {
  const { kept } = limits;
  const nearest = nearestIn(grid);
  const zero = nearest(0);
  let largest = 0;
  values.forEach((value, i) => {
    if (kept[i] === 1) largest = Math.max(largest, Math.abs(value));
  });
  const indices = new Int32Array(values.length).fill(zero);
  if (largest === 0) return { scale: limits.scaleOfZeros, indices };
  const size = values.length;
  const weightOf = (column: number): number =>
    covariance ? (covariance[column * size + column] as number) : 1;
  let scale = searchScale(values, weightOf, grid, nearest, limits, largest);
  const round = (): void =>
    values.forEach((value, i) => {
      if (kept[i] === 1) indices[i] = nearest(value / scale);
    });
  round();
  scale = Math.max(limits.leastScale, fittedScale(values, indices, grid, weightOf) ?? scale);
  round();
  const start = { scale, indices };
  return covariance ? descend(values, grid, nearest, covariance, limits, start) : start;
};
