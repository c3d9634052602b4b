import { unsignedBitsFor } from '../../ir/format.js';
import type { Merge } from '../../ir/module.js';
import type { Beats } from '../../stream/timing.js';

/** Where elements and the scales of their blocks meet. */
export interface BlockJoin {
  readonly widthBits: number;
  readonly rowBeats: number;
  readonly blockBeats: number;
  /** Scales of a row. */
  readonly blocks: number;
  /** Rows of a tensor, as often as they come. */
  readonly rows: number;
}

/** Beats beside the scale of their block; templates/lib/sinter_mx_join.v. */
export const blockJoin = (options: BlockJoin): Merge => {
  const { widthBits, rowBeats, blockBeats, blocks, rows } = options;
  return {
    kind: 'merge',
    instance: 'join',
    module: { kind: 'library', name: 'sinter_mx_join' },
    parameters: {
      WIDTH: widthBits,
      BLOCK_BEATS: blockBeats,
      ROW_BEATS: rowBeats,
      COUNT_BITS: unsignedBitsFor(rowBeats),
    },
    inputBits: [widthBits, 8],
    outputBits: widthBits + 8,
    timing: {
      intervalCycles: rows * rowBeats,
      departures([elements, scales]) {
        // Each beat leaves with the later of its parts, which waits in its own stream.
        let previous = -1;
        return (elements as Beats).map((at, i) => {
          const block = Math.floor((i % rowBeats) / blockBeats);
          const scale = (scales as Beats)[Math.floor(i / rowBeats) * blocks + block] as number;
          previous = Math.max(previous + 1, at, scale);
          return previous;
        });
      },
    },
  };
};
