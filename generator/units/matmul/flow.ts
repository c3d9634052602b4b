import type { Flow, InputFlow } from '../../schedule/flow.js';
import { vectorsOf } from '../../schedule/flow.js';
import { heldBy } from '../../stream/tiles.js';
import { matmulContract } from './contract.js';
import type { MatmulSpec } from './spec.js';

/** The right operand's whole matrix before a row of the result, the left one's tile of rows. */
export const matmulFlow = (spec: MatmulSpec): Flow => {
  const { plan, shape, output } = spec;
  const { rows, feeds } = plan;
  const holds = (side: 0 | 1): boolean =>
    feeds[side].buffer !== undefined || plan.dataflow === 'skip-zeros';
  const outputVectors = vectorsOf(output);
  const rightVectors = shape.transposed ? shape.columns : shape.depth;
  const leftUntil = (o: number): number => {
    const matrix = Math.floor(o / shape.rows);
    const tile = Math.floor((o % shape.rows) / rows.width);
    return matrix * shape.rows + tile * rows.width + heldBy(rows, tile);
  };
  const left: InputFlow = {
    inputVectors: outputVectors,
    needs: leftUntil,
    // A tile goes when its last row of results is done.
    frees: (o) =>
      leftUntil(o) === o + 1
        ? o + 1
        : leftUntil(o) - heldBy(rows, Math.floor((o % shape.rows) / rows.width)),
    capacity: holds(0) ? 2 * rows.width : 0,
  };
  const right: InputFlow = {
    inputVectors: shape.matrices * rightVectors,
    needs: (o) => (Math.floor(o / shape.rows) + 1) * rightVectors,
    frees: (o) => Math.floor((o + 1) / shape.rows) * rightVectors,
    capacity: holds(1) ? 2 * rightVectors : 0,
  };
  return {
    ...left,
    capacity: left.capacity ?? 0,
    inputs: [left, right],
    // Rows are taken as fast as their zeros let them be.
    ...(plan.dataflow === 'skip-zeros' ? { staggered: true } : {}),
    outputVectors,
    cyclesPerVector: matmulContract(spec).intervalCycles / outputVectors,
  };
};
