import { digitCount } from './digits.js';

/** A row as another one, or none, with or without a sign, and what is to be added. */
export interface RowDifference {
  readonly row: number;
  /** Undefined for a row that stands alone. */
  readonly parent: { readonly row: number; readonly negative: boolean } | undefined;
  readonly constants: readonly number[];
}

const digitsOf = (constants: readonly number[]): number =>
  constants.reduce((sum, constant) => sum + digitCount(constant), 0);

const less = (a: readonly number[], b: readonly number[], negative: boolean): readonly number[] =>
  a.map((constant, i) => (negative ? constant + (b[i] as number) : constant - (b[i] as number)));

/**
 * The spanning tree over the rows and zero whose differences have fewest signed digits, parents before
 * children (Prim). Source: the first stage of da4ml (Sun et al., 2025), after Gustafsson et al., 2004.
 */
export const rowDifferences = (rows: readonly (readonly number[])[]): readonly RowDifference[] => {
  const best = rows.map((constants, row): RowDifference & { readonly digits: number } => ({
    row,
    parent: undefined,
    constants,
    digits: digitsOf(constants),
  }));
  const open = new Set(best.keys());
  const order: RowDifference[] = [];
  while (open.size > 0) {
    let next = -1;
    for (const row of open) {
      if (next < 0 || (best[row]?.digits ?? 0) < (best[next]?.digits ?? 0)) next = row;
    }
    open.delete(next);
    const { row, parent, constants } = best[next] as RowDifference;
    order.push({ row, parent, constants });
    for (const other of open) {
      for (const negative of [false, true]) {
        const difference = less(
          rows[other] as readonly number[],
          rows[next] as readonly number[],
          negative,
        );
        // The parent is a term more.
        const digits = digitsOf(difference) + 1;
        if (digits < (best[other]?.digits ?? 0)) {
          best[other] = {
            row: other,
            parent: { row: next, negative },
            constants: difference,
            digits,
          };
        }
      }
    }
  }
  return order;
};
