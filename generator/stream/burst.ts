import type { Stage } from '../ir/module.js';
import { beatsOf, dataBitsOf, type StreamType } from '../ir/stream.js';
import { fifo, fifoBits } from './fifo.js';

/**
 * Room for a burst of beats behind a unit that stores no input: results that come close together, faster
 * than what follows takes them, would else hold up what comes before. None for single beats.
 */
export const burstBuffer = (output: StreamType, beats: number): readonly Stage[] =>
  beats < 2
    ? []
    : [
        fifo('burst', {
          widthBits: dataBitsOf(output),
          depth: beats,
          beats: beatsOf(output),
        }),
      ];

/** Memory bits of that room. */
export const burstBits = (output: StreamType, beats: number): number =>
  beats < 2 ? 0 : fifoBits(dataBitsOf(output), beats);
