/** One pen stroke: the corners of a polyline as x, y, x, y, ... on a grid 8 wide and 12 high, y down. */
export type Stroke = readonly number[];

export const gridWidth = 8;
export const gridHeight = 12;

/** The ten glyphs, drawn by hand for this project: the digits 0 to 9, one list of strokes each. */
export const glyphStrokes: readonly (readonly Stroke[])[] = [
  [[2, 0, 6, 0, 8, 3, 8, 9, 6, 12, 2, 12, 0, 9, 0, 3, 2, 0]],
  [[1, 3, 4, 0, 4, 12]],
  [[0, 3, 2, 0, 6, 0, 8, 3, 8, 5, 0, 12, 8, 12]],
  [
    [0, 1, 2, 0, 6, 0, 8, 2, 8, 4, 6, 6, 3, 6],
    [6, 6, 8, 8, 8, 10, 6, 12, 2, 12, 0, 11],
  ],
  [[6, 12, 6, 0, 0, 8, 8, 8]],
  [[8, 0, 1, 0, 0, 6, 5, 5, 8, 7, 8, 10, 6, 12, 2, 12, 0, 11]],
  [[7, 0, 3, 1, 0, 6, 0, 10, 2, 12, 6, 12, 8, 10, 8, 7, 6, 5, 2, 5, 0, 7]],
  [[0, 0, 8, 0, 3, 12]],
  [[4, 6, 1, 4, 1, 2, 3, 0, 5, 0, 7, 2, 7, 4, 4, 6, 0, 8, 0, 10, 2, 12, 6, 12, 8, 10, 8, 8, 4, 6]],
  [[1, 12, 5, 11, 8, 6, 8, 2, 6, 0, 2, 0, 0, 2, 0, 5, 2, 7, 6, 7, 8, 5]],
];
