/** Values of a row as multiples of a step: of the codes that a format has, the nearest ones. */
export interface QuantizedRow {
  readonly scale: number;
  /** Index into the grid of each value. */
  readonly indices: Int32Array;
  /** Weighted sum of the squares of what is lost. */
  readonly error: number;
}

/** Where the nearest entry of a rising grid is. */
const nearestIn = (grid: Float64Array): ((value: number) => number) => {
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

/** Steps tried between the one that clips nothing and a third of it. */
const trials = 96;

/**
 * The scale of least weighted squared error for a row's values, searched between the one at which the
 * largest value is the grid's end and a third of it; not below `leastScale`. A row of zeros keeps
 * `scaleOfZeros`.
 */
export const quantizeRow = (
  values: Float64Array,
  weightOf: (column: number) => number,
  grid: Float64Array,
  { leastScale, scaleOfZeros }: { readonly leastScale: number; readonly scaleOfZeros: number },
): QuantizedRow => {
  const nearest = nearestIn(grid);
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const indices = new Int32Array(values.length);
  if (largest === 0) {
    return { scale: scaleOfZeros, indices: indices.fill(nearest(0)), error: 0 };
  }
  const end = Math.max(-(grid[0] as number), grid[grid.length - 1] as number);
  const errorAt = (scale: number): number => {
    let error = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const lost = value - scale * (grid[nearest(value / scale)] as number);
      error += lost * lost * weightOf(i);
    }
    return error;
  };
  let best = Math.max(leastScale, largest / end);
  let error = errorAt(best);
  for (let trial = 1; trial <= trials; trial++) {
    const scale = Math.max(leastScale, (largest / end) * (1.05 - (0.72 * trial) / trials));
    const tried = errorAt(scale);
    if (tried < error) {
      error = tried;
      best = scale;
    }
  }
  for (let i = 0; i < values.length; i++) indices[i] = nearest((values[i] as number) / best);
  return { scale: best, indices, error };
};
