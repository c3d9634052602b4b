import { beatsOf } from '../../ir/stream.js';
import { type Flow, type InputFlow, vectorsOf } from '../../schedule/flow.js';
import type { GatherSpec } from './spec.js';

/** The whole data before any row, which an index a row gives; two tensors of data are held. */
export const gatherFlow = ({ inputs, output, count }: GatherSpec): Flow => {
  const [dataStream = output, indexStream = output] = inputs;
  const outputVectors = vectorsOf(output);
  const dataVectors = vectorsOf(dataStream);
  const indexVectors = vectorsOf(indexStream);
  const perVector = count / indexVectors;
  /** Indices that are used up when output vector `o` is done. */
  const usedBy = (o: number): number => Math.ceil(((o + 1) * count) / outputVectors);
  const data: InputFlow = {
    inputVectors: dataVectors,
    needs: () => dataVectors,
    frees: (o) => (o === outputVectors - 1 ? dataVectors : 0),
    capacity: 2 * dataVectors,
  };
  const indices: InputFlow = {
    inputVectors: indexVectors,
    needs: (o) => Math.ceil(usedBy(o) / perVector),
    frees: (o) => (o === outputVectors - 1 ? indexVectors : Math.floor(usedBy(o) / perVector)),
  };
  return {
    ...data,
    capacity: 2 * dataVectors,
    inputs: [data, indices],
    outputVectors,
    outputRoom: 1,
    cyclesPerVector: beatsOf(output) / outputVectors,
  };
};
