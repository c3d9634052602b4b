import type { Merge, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { fifo, fifoBits } from '../../stream/fifo.js';
import { join } from '../../stream/join.js';
import { flatLanes } from '../../stream/lanes.js';

/** Buffers in front of the join, in beats. */
export type InputFifo = readonly [number, number];

/** Buffers one input, in beats of its own, and brings it to `lanes`. */
const head = (input: StreamType, index: number, lanes: number, depth: number): readonly Stage[] => {
  const elements = elementsOf(input);
  const widthBits = dataBitsOf(input);
  return [
    ...(depth === 0 ? [] : [fifo(`buffer${index}`, { widthBits, depth, beats: beatsOf(input) })]),
    ...flatLanes(`align${index}`, {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: lanes,
      vector: elements,
      vectors: 1,
    }),
  ];
};

/** Chains that end in a join of all inputs at `lanes`, the first input lowest; none for one input. */
export const joined = (
  inputs: readonly StreamType[],
  lanes: number,
  depths: InputFifo,
): { readonly heads: readonly (readonly Stage[])[]; readonly merge: Merge | undefined } => {
  const heads = inputs.map((input, i) => head(input, i, lanes, depths[i] ?? 0));
  const beats = Math.ceil(elementsOf(inputs[0] as StreamType) / lanes);
  return {
    heads,
    merge:
      inputs.length > 1
        ? join(
            inputs.map((input) => lanes * input.format.bits),
            beats,
          )
        : undefined,
  };
};

/** Memory bits of the buffers. */
export const joinedMemoryBits = (inputs: readonly StreamType[], depths: InputFifo): number =>
  inputs.reduce((sum, input, i) => sum + fifoBits(dataBitsOf(input), depths[i] ?? 0), 0);
