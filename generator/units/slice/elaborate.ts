import type { Stage } from '../../ir/module.js';
import { dataBitsOf, elementsOf } from '../../ir/stream.js';
import { flatLanes } from '../../stream/lanes.js';
import { sliceStage } from '../../stream/slice.js';
import type { SliceSpec } from './spec.js';

/** The input at lanes of which a beat stays or goes as a whole, and the beats that stay. */
export const elaborateSlice = ({ inputs, output, axes }: SliceSpec): readonly Stage[] => {
  const [input] = inputs;
  if (!input) throw new Error('slice has one input');
  if (axes.length === 0) return [];
  return [
    ...flatLanes('align', {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: output.lanes,
      vector: elementsOf(input),
      vectors: 1,
    }),
    sliceStage({ instance: 'slice', widthBits: dataBitsOf(output), axes }),
  ];
};
