import type { Codes } from '../../generator/ir/codes.js';
import type { BoundDatapath } from '../../generator/passes/bind.js';
import { units } from '../../generator/units/index.js';

/** An array for shares x values: a row of a head's width, elements of the shares that come at a time. */
const columns = 16;
const lanes = 8;

/**
 * Cycles of shares x values for given shares, as many multipliers skipping what is 0: what the array promises
 * of data without a zero, and what it takes of these, exactly.
 */
export const contextCycles = (
  { nodes }: BoundDatapath,
  shares: readonly Codes[],
): { readonly dense: number; readonly measured: number } => {
  const context = nodes.find(({ node }) => node.name === 'attention.context');
  if (!context) throw new Error('there is no attention');
  const { node, unit } = context;
  const skipping = units.matmul.bind(
    { ...node.parameters, array: { dataflow: 'skip-zeros', columns } },
    unit.spec.inputs.map((stream) => ({ ...stream, lanes })),
    'encoder.attention.context',
  );
  const contract = skipping.contract();
  const ends = contract.completions?.(shares) ?? [];
  const [first = 0] = ends;
  return {
    dense: contract.intervalCycles,
    measured: ((ends.at(-1) ?? 0) - first) / (shares.length - 1),
  };
};
