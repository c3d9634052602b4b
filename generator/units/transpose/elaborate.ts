import type { Stage } from '../../ir/module.js';
import { dataBitsOf, elementsOf } from '../../ir/stream.js';
import { flatLanes } from '../../stream/lanes.js';
import { type TransposeOptions, transposeBits, transposeStage } from '../../stream/transpose.js';
import type { TransposeSpec, Turn } from './spec.js';

const stageOptions = ({ output }: TransposeSpec, turn: Turn): TransposeOptions => ({
  instance: 'turn',
  widthBits: dataBitsOf(output),
  axes: turn.axes,
  blocks: turn.blocks,
});

export const transposeMemoryBits = (spec: TransposeSpec): number =>
  spec.turn ? transposeBits(stageOptions(spec, spec.turn)) : 0;

/** Each block at lanes that stay together, written and read in another order. */
export const elaborateTranspose = (spec: TransposeSpec): readonly Stage[] => {
  const { inputs, output, turn } = spec;
  const [input] = inputs;
  if (!input) throw new Error('transpose has one input');
  if (!turn) return [];
  return [
    ...flatLanes('align', {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: output.lanes,
      vector: elementsOf(input),
      vectors: 1,
    }),
    transposeStage(stageOptions(spec, turn)),
  ];
};
