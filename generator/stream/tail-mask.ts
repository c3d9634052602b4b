import type { Stage } from '../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf, type StreamType } from '../ir/stream.js';
import { pipeline } from './timing.js';

/**
 * What a unit that works lane by lane ends with: unused lanes of the last beat become zero again.
 * Nothing where the lanes divide the tensor. templates/lib/sinter_tail_mask.v.
 */
export const tailMask = (output: StreamType): readonly Stage[] => {
  const tail = elementsOf(output) % output.lanes;
  if (tail === 0) return [];
  return [
    {
      kind: 'stage',
      instance: 'tail',
      module: { kind: 'library', name: 'sinter_tail_mask' },
      parameters: { ELEMENT_BITS: output.format.bits, LANES: output.lanes, TAIL: tail },
      inputBits: dataBitsOf(output),
      outputBits: dataBitsOf(output),
      timing: pipeline(beatsOf(output), 0),
    },
  ];
};
