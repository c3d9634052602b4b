import { type Flow, vectorsOf } from '../../schedule/flow.js';
import { odometer } from '../../stream/odometer.js';
import { sliceContract } from './contract.js';
import type { SliceSpec } from './spec.js';

/** Vectors pass as they come; what is dropped needs no room. */
export const sliceFlow = (spec: SliceSpec): Flow => {
  const { inputs, output, part } = spec;
  const [input] = inputs;
  if (!input) throw new Error('slice has one input');
  const inputVectors = vectorsOf(input);
  const outputVectors = vectorsOf(output);
  const needed = new Float64Array(outputVectors);
  const outer = part.slice(0, -1).reverse();
  odometer(
    outer.map(({ count }) => count),
    (position, index) => {
      let vector = 0;
      let distance = 1;
      for (const [axis, { first, stride, size }] of outer.entries()) {
        vector += (first + stride * (position[axis] as number)) * distance;
        distance *= size;
      }
      needed[index] = vector + 1;
    },
  );
  let furthest = needed[0] as number;
  for (let o = 1; o < outputVectors; o++) {
    furthest = Math.max(furthest, (needed[o] as number) - (needed[o - 1] as number));
  }
  return {
    inputVectors,
    outputVectors,
    needs: (o) => needed[o] as number,
    frees: (o) => (o === outputVectors - 1 ? inputVectors : (needed[o] as number)),
    capacity: furthest + 1,
    cyclesPerVector: sliceContract(spec).intervalCycles / outputVectors,
  };
};
