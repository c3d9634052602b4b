import { divisorsOf } from '../../numeric/divisors.js';
import type { FoldingChoice } from '../unit.js';
import { type PoolSpec, poolCycles } from './pooling.js';

/** Channels a cycle: none costs a multiplier, the fewest that are fast enough come first. */
export const poolFoldings = (spec: PoolSpec): readonly FoldingChoice[] =>
  divisorsOf(spec.channels).map((lanes) => ({
    parameters: { lanes },
    multipliers: 0,
    intervalCycles: poolCycles({ ...spec, parameters: { ...spec.parameters, lanes } }),
  }));
