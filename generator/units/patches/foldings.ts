import { divisorsOf } from '../../numeric/divisors.js';
import type { FoldingChoice } from '../unit.js';
import { patchesCycles } from './contract.js';
import type { PatchesSpec } from './spec.js';

/** Channels a cycle: none costs a multiplier, the fewest that are fast enough come first. */
export const patchesFoldings = (spec: PatchesSpec): readonly FoldingChoice[] =>
  divisorsOf(spec.channels).map((lanes) => ({
    parameters: { lanes },
    multipliers: 0,
    intervalCycles: patchesCycles({ ...spec, output: { ...spec.output, lanes } }),
  }));
