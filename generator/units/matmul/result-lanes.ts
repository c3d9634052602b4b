import { divisorsOf, greatestCommonDivisor } from '../../numeric/divisors.js';
import type { Tiles } from '../../stream/tiles.js';

/** Fewest lanes, dividing a tile and a row of the result, for which they are `enough`; else the most there are. */
export const lanesFor = (columns: Tiles, enough: (lanes: number) => boolean): number => {
  const choices = divisorsOf(greatestCommonDivisor(columns.width, columns.size));
  return choices.find(enough) ?? (choices.at(-1) as number);
};
