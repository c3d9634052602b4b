import type { Flow, InputFlow } from '../../schedule/flow.js';
import { vectorsOf } from '../../schedule/flow.js';
import { heldBy } from '../../stream/tiles.js';
import { matmulContract } from './contract.js';
import type { MatmulSpec } from './spec.js';

/**
 * A tile of columns of the right operand at a time, which all of the left one's matrix passes; rows of the result are
 * put together of all tiles.
 */
const columnsFlow = (spec: MatmulSpec): Flow => {
  const { plan, shape, output } = spec;
  const { columns, feeds } = plan;
  const { matrices, rows } = shape;
  const { intervalCycles } = matmulContract(spec);
  const matrixOf = (tile: number): number => Math.floor(tile / columns.count);
  const left: InputFlow = {
    inputVectors: matrices * rows,
    needs: (tile) => (matrixOf(tile) + 1) * rows,
    frees: (tile) => matrixOf(tile + 1) * rows,
    capacity: 2 * rows,
  };
  const columnsUntil = (tile: number): number =>
    matrixOf(tile) * shape.columns +
    Math.min(((tile % columns.count) + 1) * columns.width, shape.columns);
  const right: InputFlow = {
    inputVectors: matrices * shape.columns,
    needs: columnsUntil,
    frees: columnsUntil,
    capacity: feeds[1].buffer ? 2 * columns.width : 0,
  };
  const tiles = matrices * columns.count;
  const passes: Flow = {
    ...left,
    capacity: 2 * rows,
    inputs: [left, right],
    outputVectors: tiles,
    cyclesPerVector: intervalCycles / tiles,
  };
  const outputVectors = vectorsOf(output);
  const matrixAt = (o: number): number => Math.floor(o / rows);
  const results: Flow = {
    inputVectors: tiles,
    outputVectors,
    needs: (o) => (matrixAt(o) + 1) * columns.count,
    frees: (o) => matrixAt(o + 1) * columns.count,
    capacity: 2 * columns.count,
    cyclesPerVector: shape.columns / output.lanes,
  };
  return { ...results, inputs: [left, right], stages: [passes, results] };
};

/** The right operand's whole matrix before a row of the result, the left one's tile of rows. */
export const matmulFlow = (spec: MatmulSpec): Flow => {
  const { plan, shape, output } = spec;
  const { rows, columns, feeds } = plan;
  if (plan.dataflow === 'weight-stationary' && shape.transposed && columns.count > 1) {
    return columnsFlow(spec);
  }
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
