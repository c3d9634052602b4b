import { beatsOf } from '../../ir/stream.js';
import { type Flow, vectorsOf } from '../../schedule/flow.js';
import { odometer } from '../../stream/odometer.js';
import type { PadSpec } from './spec.js';

/** Vectors pass as they come, those of padding between them. */
export const padFlow = ({ inputs, output, before }: PadSpec): Flow => {
  const [input] = inputs;
  if (!input) throw new Error('pad has one input');
  const outputVectors = vectorsOf(output);
  const needed = new Float64Array(outputVectors);
  const axes = output.shape
    .slice(0, -1)
    .map((length, axis) => ({
      length,
      first: before[axis] as number,
      size: input.shape[axis] as number,
    }))
    .reverse();
  let data = 0;
  odometer(
    axes.map(({ length }) => length),
    (position, index) => {
      const isData = axes.every(({ first, size }, axis) => {
        const at = (position[axis] as number) - first;
        return at >= 0 && at < size;
      });
      if (isData) data++;
      // A tensor's first padding waits for its first data.
      needed[index] = Math.max(data, 1);
    },
  );
  return {
    inputVectors: vectorsOf(input),
    outputVectors,
    needs: (o) => needed[o] as number,
    frees: (o) => needed[o] as number,
    capacity: 2,
    cyclesPerVector: beatsOf(output) / outputVectors,
  };
};
