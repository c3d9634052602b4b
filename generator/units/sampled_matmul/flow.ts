import { type Flow, type InputFlow, vectorsOf } from '../../schedule/flow.js';
import { sampledMatmulContract } from './contract.js';
import type { SampledMatmulSpec } from './spec.js';

/** A row of the mask and of the left operand for one of the result, with the right operand's whole matrix. */
export const sampledMatmulFlow = (spec: SampledMatmulSpec): Flow => {
  const { product, output } = spec;
  const { matrices, rows, columns } = product.shape;
  const outputVectors = vectorsOf(output);
  const byRow = {
    inputVectors: outputVectors,
    needs: (o: number) => o + 1,
    frees: (o: number) => o + 1,
  };
  const right: InputFlow = {
    inputVectors: matrices * columns,
    needs: (o) => (Math.floor(o / rows) + 1) * columns,
    frees: (o) => Math.floor((o + 1) / rows) * columns,
    capacity: 2 * columns,
  };
  return {
    ...byRow,
    capacity: 2,
    inputs: [byRow, { ...byRow, capacity: 2 }, right],
    staggered: true,
    outputVectors,
    cyclesPerVector: sampledMatmulContract(spec).intervalCycles / outputVectors,
  };
};
