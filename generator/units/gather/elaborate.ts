import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { fifo, fifoBits } from '../../stream/fifo.js';
import { type GatherOptions, gatherBits, gatherMerge } from '../../stream/gather.js';
import { flatLanes } from '../../stream/lanes.js';
import type { GatherSpec } from './spec.js';

const head = ({ inputs, inputFifo }: GatherSpec, index: 0 | 1, lanes: number): readonly Stage[] => {
  const input = inputs[index] as StreamType;
  const depth = inputFifo[index];
  const widthBits = dataBitsOf(input);
  return [
    ...(depth === 0 ? [] : [fifo(`buffer${index}`, { widthBits, depth, beats: beatsOf(input) })]),
    ...flatLanes(`align${index}`, {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: lanes,
      vector: elementsOf(input),
      vectors: 1,
    }),
  ];
};

const mergeOptions = ({ inputs, output, rows, row, count }: GatherSpec): GatherOptions => ({
  widthBits: dataBitsOf(output),
  rows,
  words: row / output.lanes,
  count,
  index: (inputs[1] ?? output).format,
});

/** Both inputs at the lanes of the store and of the indices. */
export const elaborateGather = (spec: GatherSpec): Hardware => ({
  heads: [head(spec, 0, spec.output.lanes), head(spec, 1, 1)],
  merge: gatherMerge(mergeOptions(spec)),
  body: [],
});

export const gatherMemoryBits = (spec: GatherSpec): number =>
  gatherBits(mergeOptions(spec)) +
  spec.inputs.reduce(
    (sum, input, i) => sum + fifoBits(dataBitsOf(input), spec.inputFifo[i === 0 ? 0 : 1]),
    0,
  );
