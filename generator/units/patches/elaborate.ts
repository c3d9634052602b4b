import type { Stage } from '../../ir/module.js';
import { flatLanes } from '../../stream/lanes.js';
import { slidingWindow, type WindowOptions } from '../../stream/window.js';
import type { PatchesSpec } from './spec.js';

export const patchesWindow = ({
  geometry,
  channels,
  code,
  output,
}: PatchesSpec): WindowOptions => ({
  instance: 'window',
  geometry,
  elementBits: output.format.bits,
  lanes: output.lanes,
  words: channels / output.lanes,
  order: 'pixel-major',
  repeat: 1,
  padCode: code,
  beat: 'word',
  flag: false,
  waits: true,
});

/** Lines to windows; the beats of a window are those of its patch. */
export const elaboratePatches = (spec: PatchesSpec): readonly Stage[] => {
  const { geometry, channels, inputs, output } = spec;
  return [
    ...flatLanes('lanes', {
      elementBits: output.format.bits,
      inLanes: inputs[0]?.lanes ?? 1,
      outLanes: output.lanes,
      vector: channels,
      vectors: geometry.height * geometry.width,
    }),
    slidingWindow(patchesWindow(spec)),
  ];
};
