import type { Stage } from '../ir/module.js';
import { pipeline } from './timing.js';

/** Register slice; templates/lib/sinter_skid_buffer.v. */
export const skidBuffer = (instance: string, widthBits: number, beats: number): Stage => ({
  kind: 'stage',
  instance,
  module: { kind: 'library', name: 'sinter_skid_buffer' },
  parameters: { WIDTH: widthBits },
  inputBits: widthBits,
  outputBits: widthBits,
  timing: pipeline(beats, 1),
});
