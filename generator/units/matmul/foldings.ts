import { bestFoldings, usefulWidths } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import { matmulPlan } from './plans.js';
import type { MatmulSpec } from './spec.js';

/** Arrays of rows x columns; ties go to those that divide, then to those closest to a square. */
export const matmulFoldings = ({
  shape,
  operands,
  parameters,
  inputs,
}: MatmulSpec): readonly FoldingChoice[] => {
  const { dataflow, rows: setRows, columns: setColumns } = parameters.array;
  const along = {
    'output-stationary': shape.rows,
    'weight-stationary': shape.depth,
    'skip-zeros': 1,
  }[dataflow];
  const leftLanes = inputs[0]?.lanes ?? 1;
  const widths = (size: number, set: number | undefined): readonly number[] =>
    set === undefined ? usefulWidths(size) : [set];
  const choices = widths(along, setRows).flatMap((rows) =>
    widths(shape.columns, setColumns).map((columns) => ({
      parameters: { array: { rows, columns } },
      multipliers: rows * columns,
      intervalCycles: matmulPlan(dataflow, {
        ...shape,
        operands,
        array: [rows, columns],
        leftLanes,
      }).intervalCycles,
      awkward: Number(along % rows !== 0) + Number(shape.columns % columns !== 0),
      sides: rows + columns,
    })),
  );
  choices.sort((a, b) => a.awkward - b.awkward || a.sides - b.sides);
  return bestFoldings(choices);
};
