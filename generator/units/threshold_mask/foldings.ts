import { divisorsOf } from '../../numeric/divisors.js';
import type { FoldingChoice } from '../unit.js';
import type { ThresholdMaskSpec } from './spec.js';

/** Elements a cycle that divide the row, so that rows need no shifter; none costs a multiplier. */
export const thresholdMaskFoldings = ({ row, rows }: ThresholdMaskSpec): readonly FoldingChoice[] =>
  divisorsOf(row).map((lanes) => ({
    parameters: { lanes },
    multipliers: 0,
    intervalCycles: (rows * row) / lanes,
  }));
