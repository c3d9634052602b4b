import type { Stage } from '../ir/module.js';
import { pipeline } from './timing.js';

/** Each beat several times side by side; none for one. templates/lib/sinter_copies.v. */
export const copies = (
  instance: string,
  { widthBits, count, beats }: { widthBits: number; count: number; beats: number },
): readonly Stage[] =>
  count === 1
    ? []
    : [
        {
          kind: 'stage',
          instance,
          module: { kind: 'library', name: 'sinter_copies' },
          parameters: { WIDTH: widthBits, COPIES: count },
          inputBits: widthBits,
          outputBits: widthBits * count,
          timing: pipeline(beats, 0),
        },
      ];
