import { beatsOf } from '../../ir/stream.js';
import { windowBeats, windowMemoryBits } from '../../stream/window.js';
import { arrayCycles, arrayMemoryBits } from '../dense/matrix-vector.js';
import type { UnitContract } from '../unit.js';
import { countNonZeros } from '../weights.js';
import { depthwiseWindow } from './elaborate.js';
import type { DepthwiseConv2dSpec } from './spec.js';

export const depthwiseConv2dContract = (spec: DepthwiseConv2dSpec): UnitContract => {
  const { geometry, channelFolding, layer, weights } = spec;
  const [input] = spec.inputs;
  if (!input) throw new Error('depthwise_conv2d has one input');
  const window = depthwiseWindow(spec);
  return {
    intervalCycles: Math.max(
      arrayCycles(layer),
      windowBeats(window),
      geometry.height * geometry.width * channelFolding.words,
      beatsOf(input),
      beatsOf(spec.output),
    ),
    multipliers: layer.array.multipliers,
    macs: layer.vectors * weights.length,
    effectualMacs: layer.vectors * countNonZeros(weights),
    memoryBits: arrayMemoryBits(layer) + windowMemoryBits(window),
  };
};
