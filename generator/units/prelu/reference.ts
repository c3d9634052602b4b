import type { PreluSpec } from './spec.js';

/** x, below zero times the channel's slope. */
export const preluReference = (
  { slopes, parameters }: PreluSpec,
  [x]: readonly Float64Array[],
): Float64Array => {
  if (!x) throw new Error('prelu has one input');
  const scale = parameters.slopes.scale as number;
  return x.map((value, i) =>
    value >= 0 ? value : value * scale * (slopes[i % slopes.length] as number),
  );
};
