import { divisorsOf } from '../../numeric/divisors.js';
import type { FoldingChoice } from '../unit.js';
import { reciprocalCycles } from './hardware/inverse.js';
import { softmaxCycles } from './hardware/row-shape.js';
import type { SoftmaxSpec } from './spec.js';

/**
 * Elements a cycle, as far as they bring something and divide the row, so that rows need no shifter; and
 * rows no faster than one reciprocal goes, where that is fast enough. None costs a multiplier of weights;
 * the least hardware that is fast enough comes first.
 */
export const softmaxFoldings = (spec: SoftmaxSpec): readonly FoldingChoice[] => {
  const { group, method } = spec.parameters;
  const online = method === 'ita' || method === 'online-base2';
  const choices = divisorsOf(spec.row)
    .filter((lanes) => !online || group >= spec.row || group % lanes === 0)
    .flatMap((lanes) =>
      [reciprocalCycles, 1]
        .filter((rowCycles) => rowCycles === 1 || spec.row / lanes < rowCycles)
        .map((rowCycles) => ({
          parameters: { lanes, rowCycles },
          multipliers: 0,
          intervalCycles: softmaxCycles({
            ...spec,
            parameters: { ...spec.parameters, lanes, rowCycles },
          }),
        })),
    );
  return choices.filter(
    ({ intervalCycles }, i) =>
      intervalCycles < Math.min(...choices.slice(0, i).map((choice) => choice.intervalCycles)),
  );
};
