import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { pipeline } from './timing.js';

/** The least that templates/lib/sinter_fifo.v holds in its memory. */
const leastDepth = 2;

const depthOf = (depth: number): number => Math.max(depth, leastDepth);

/** Memory bits of a buffer of `depth` beats; 0 for none. */
export const fifoBits = (widthBits: number, depth: number): number =>
  depth === 0 ? 0 : depthOf(depth) * (widthBits + 1);

/** Room for `depth` beats of a tensor of `beats`; templates/lib/sinter_fifo.v. */
export const fifo = (
  instance: string,
  { widthBits, depth, beats }: { widthBits: number; depth: number; beats: number },
): Stage => ({
  kind: 'stage',
  instance,
  module: { kind: 'library', name: 'sinter_fifo' },
  parameters: {
    WIDTH: widthBits,
    DEPTH: depthOf(depth),
    ADDRESS_BITS: unsignedBitsFor(depthOf(depth) - 1),
    COUNT_BITS: unsignedBitsFor(depthOf(depth)),
  },
  inputBits: widthBits,
  outputBits: widthBits,
  timing: { ...pipeline(beats, 2), room: depthOf(depth) },
});
