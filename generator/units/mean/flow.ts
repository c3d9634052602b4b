import { type Flow, plainFlow, vectorsOf } from '../../schedule/flow.js';
import { meanContract } from './contract.js';
import type { MeanSpec } from './spec.js';

/** Sums are made as vectors come; the last of a sum's vectors gives it away. */
export const meanFlow = (spec: MeanSpec): Flow => {
  const { inputs, output, outer, count, inner } = spec;
  const [input] = inputs;
  if (!input) throw new Error('mean has one input');
  const { intervalCycles } = meanContract(spec);
  const inputVectors = vectorsOf(input);
  const outputVectors = vectorsOf(output);
  // Vectors of a row of sums; the last axis itself may be what the mean is over.
  const row = inputVectors / (outer * count);
  if (!Number.isInteger(row) || outputVectors !== outer * row || inner === 1) {
    return plainFlow(input, output, intervalCycles);
  }
  const upTo = (o: number): number =>
    Math.floor(o / row) * count * row + (count - 1) * row + (o % row) + 1;
  return {
    inputVectors,
    outputVectors,
    needs: upTo,
    frees: upTo,
    capacity: count * row + 1,
    cyclesPerVector: intervalCycles / outputVectors,
  };
};
