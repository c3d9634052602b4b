import { bestFoldings, usefulWidths } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import { rowStationaryConv2dContract } from './contract.js';
import { type RowStationaryConv2dSpec, resolveRowStationaryConv2d } from './spec.js';

/** Strips of as many rows as change their number. */
export const rowStationaryConv2dFoldings = (
  spec: RowStationaryConv2dSpec,
): readonly FoldingChoice[] => {
  const { parameters, inputs, strips } = spec;
  const set = parameters.array.columns;
  const widths = set === undefined ? usefulWidths(strips.size) : [set];
  return bestFoldings(
    widths.map((columns) => {
      const array = { columns };
      const { multipliers, intervalCycles } = rowStationaryConv2dContract(
        resolveRowStationaryConv2d({ ...parameters, array }, inputs, ''),
      );
      return { parameters: { array }, multipliers, intervalCycles };
    }),
  );
};
