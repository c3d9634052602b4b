import type { Hardware, Stage } from '../../ir/module.js';
import { dataBitsOf, elementsOf } from '../../ir/stream.js';
import { concat } from '../../stream/concat.js';
import { fifo, fifoBits } from '../../stream/fifo.js';
import { flatLanes } from '../../stream/lanes.js';
import type { ConcatenateSpec } from './spec.js';

/** One input at the output's lanes, and its buffer. */
const head = ({ inputs, output, inputFifo }: ConcatenateSpec, index: number): readonly Stage[] => {
  const input = inputs[index];
  const depth = inputFifo[index];
  if (!input || depth === undefined) throw new Error(`there is no input ${index}`);
  const elements = elementsOf(input);
  const aligned = flatLanes(`align${index}`, {
    elementBits: input.format.bits,
    inLanes: input.lanes,
    outLanes: output.lanes,
    vector: elements,
    vectors: 1,
  });
  if (depth === 0) return aligned;
  const beats = Math.ceil(elements / output.lanes);
  return [...aligned, fifo(`buffer${index}`, { widthBits: dataBitsOf(output), depth, beats })];
};

export const concatenateMemoryBits = ({ output, inputFifo }: ConcatenateSpec): number =>
  inputFifo.reduce((sum, depth) => sum + fifoBits(dataBitsOf(output), depth), 0);

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
