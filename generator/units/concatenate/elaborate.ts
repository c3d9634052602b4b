import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf } from '../../ir/stream.js';
import { concat } from '../../stream/concat.js';
import { fifo, fifoBits } from '../../stream/fifo.js';
import { flatLanes } from '../../stream/lanes.js';
import type { ConcatenateSpec } from './spec.js';

/** One input's buffer, and the input at the output's lanes. */
const head = ({ inputs, output, inputFifo }: ConcatenateSpec, index: number): readonly Stage[] => {
  const input = inputs[index];
  const depth = inputFifo[index];
  if (!input || depth === undefined) throw new Error(`there is no input ${index}`);
  const buffer = { widthBits: dataBitsOf(input), depth, beats: beatsOf(input) };
  return [
    ...(depth === 0 ? [] : [fifo(`buffer${index}`, buffer)]),
    ...flatLanes(`align${index}`, {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: output.lanes,
      vector: elementsOf(input),
      vectors: 1,
    }),
  ];
};

export const concatenateMemoryBits = ({ inputs, inputFifo }: ConcatenateSpec): number =>
  inputs.reduce((sum, input, i) => sum + fifoBits(dataBitsOf(input), inputFifo[i] ?? 0), 0);

/** The inputs at the same lanes, in turns. */
export const elaborateConcatenate = (spec: ConcatenateSpec): Hardware => {
  const { inputs, output, blocks, rounds } = spec;
  return {
    heads: inputs.map((_, index) => head(spec, index)),
    merge: concat({
      widthBits: dataBitsOf(output),
      turns: blocks.map((block) => Math.ceil(block / output.lanes)),
      rounds,
    }),
    body: [],
  };
};
