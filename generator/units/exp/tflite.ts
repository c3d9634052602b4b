import { Decimal } from '../../functions/decimal.js';

const { fround } = Math;

/** Beyond it exp is no float32. */
const largest = 89;

/** What the C library gives of exp in float32, taken as correctly rounded: real ones are within a unit in the last place. */
export const floatExp = (x: number): number =>
  x > largest ? Number.POSITIVE_INFINITY : fround(new Decimal(x).exp().toNumber());
