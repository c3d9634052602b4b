import { beatsOf } from '../../ir/stream.js';
import { windowBeats } from '../../stream/window.js';
import type { UnitContract } from '../unit.js';
import { countNonZeros } from '../weights.js';
import { beatsOfStrip, stepsOf } from './array.js';
import { rowStationaryMemoryBits, stripWindow } from './elaborate.js';
import type { RowStationaryConv2dSpec } from './spec.js';

export const rowStationaryConv2dContract = (spec: RowStationaryConv2dSpec): UnitContract => {
  const { convolution, strips, inputs, output } = spec;
  const { geometry, channels, weights, matrixVector } = convolution;
  const beats = strips.count * beatsOfStrip(spec);
  return {
    intervalCycles: Math.max(
      beats * Math.max(stepsOf(spec), strips.width),
      windowBeats(stripWindow(spec)),
      geometry.height * geometry.width * channels,
      beatsOf(output),
      ...inputs.map(beatsOf),
    ),
    multipliers: geometry.kernel[0] * strips.width,
    macs: matrixVector.vectors * weights.length,
    effectualMacs: matrixVector.vectors * countNonZeros(weights),
    memoryBits: rowStationaryMemoryBits(spec),
  };
};
