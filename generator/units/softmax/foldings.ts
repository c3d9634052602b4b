import { divisorsOf } from '../../numeric/divisors.js';
import type { FoldingChoice } from '../unit.js';
import type { SoftmaxSpec } from './spec.js';
import { softmaxCycles } from './stages.js';

/**
 * Elements a cycle, as far as they bring something and divide the row, so that rows need no shifter.
 * None costs a multiplier of weights; the fewest that are fast enough come first.
 */
export const softmaxFoldings = (spec: SoftmaxSpec): readonly FoldingChoice[] => {
  const choices = divisorsOf(spec.row).map((lanes) => ({
    parameters: { lanes },
    multipliers: 0,
    intervalCycles: softmaxCycles({ ...spec, parameters: { ...spec.parameters, lanes } }),
  }));
  return choices.filter(
    ({ intervalCycles }, i) => intervalCycles < (choices[i - 1]?.intervalCycles ?? Infinity),
  );
};
