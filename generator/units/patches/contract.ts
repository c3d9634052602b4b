import { beatsOf } from '../../ir/stream.js';
import { windowBeats, windowMemoryBits } from '../../stream/window.js';
import type { UnitContract } from '../unit.js';
import { patchesWindow } from './elaborate.js';
import type { PatchesSpec } from './spec.js';

/** A word of a window a cycle, and a word of the image. */
export const patchesCycles = (spec: PatchesSpec): number => {
  const { geometry, channels, output } = spec;
  const imageBeats = (geometry.height * geometry.width * channels) / output.lanes;
  return Math.max(windowBeats(patchesWindow(spec)), imageBeats);
};

export const patchesContract = (spec: PatchesSpec): UnitContract => ({
  intervalCycles: Math.max(patchesCycles(spec), beatsOf(spec.inputs[0] ?? spec.output)),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: windowMemoryBits(patchesWindow(spec)),
});
