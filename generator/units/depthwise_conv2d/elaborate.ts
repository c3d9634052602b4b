import type { Stage } from '../../ir/module.js';
import { realZeroOf } from '../../ir/values.js';
import { vectorLanes } from '../../stream/lanes.js';
import { slidingWindow, type WindowOptions } from '../../stream/window.js';
import { arrayStages } from '../dense/matrix-vector.js';
import type { Naming } from '../unit.js';
import type { DepthwiseConv2dSpec } from './spec.js';

/** The window of a depthwise convolution: a channel's taps one after another. */
export const depthwiseWindow = (spec: DepthwiseConv2dSpec): WindowOptions => ({
  instance: 'window',
  geometry: spec.geometry,
  elementBits: spec.layer.array.inputFormat.bits,
  lanes: spec.channelFolding.lanes,
  words: spec.channelFolding.words,
  order: 'channel-major',
  repeat: spec.channelFolding.repeat,
  padCode: realZeroOf(spec.inputs[0] ?? spec.output) ?? 0,
  beat: spec.folding.simd === 1 ? 'word' : 'column',
  flag: false,
});

/** Lines to channel-wise windows to the PE array. */
export const elaborateDepthwiseConv2d = (
  spec: DepthwiseConv2dSpec,
  naming: Naming,
): readonly Stage[] => [
  ...vectorLanes('lanes', {
    elementBits: spec.layer.array.inputFormat.bits,
    inLanes: spec.inputs[0]?.lanes ?? 1,
    outLanes: spec.channelFolding.lanes,
    vector: spec.channels,
    vectors: spec.geometry.height * spec.geometry.width,
  }),
  slidingWindow(depthwiseWindow(spec)),
  ...arrayStages(spec.layer, naming),
];
