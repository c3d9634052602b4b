import { beatsOf, elementsOf } from '../../ir/stream.js';
import { type Flow, vectorsOf, wiresFlow } from '../../schedule/flow.js';
import type { TransposeSpec } from './spec.js';

/** Block by block; two are stored, in words of the lanes that stay together. */
export const transposeFlow = ({ inputs, output, turn }: TransposeSpec): Flow => {
  const [input] = inputs;
  if (!input) throw new Error('transpose has one input');
  if (!turn) return wiresFlow(input, output);
  const inputVectors = vectorsOf(input);
  const outputVectors = vectorsOf(output);
  const taken = inputVectors / turn.blocks;
  const given = outputVectors / turn.blocks;
  return {
    inputVectors,
    outputVectors,
    needs: (o) => (Math.floor(o / given) + 1) * taken,
    frees: (o) => Math.floor((o + 1) / given) * taken,
    capacity: 2 * taken,
    takeCycles: elementsOf(input) / turn.lanes / inputVectors,
    outputRoom: 1,
    cyclesPerVector: beatsOf(output) / outputVectors,
  };
};
