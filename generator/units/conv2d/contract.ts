import { beatsOf } from '../../ir/stream.js';
import { windowBeats, windowMemoryBits } from '../../stream/window.js';
import { arrayCycles, arrayMemoryBits } from '../dense/matrix-vector.js';
import type { UnitContract } from '../unit.js';
import { countNonZeros } from '../weights.js';
import { conv2dWindow } from './elaborate.js';
import { isPointwise } from './geometry.js';
import type { Conv2dSpec } from './spec.js';

export const conv2dContract = (spec: Conv2dSpec): UnitContract => {
  const { geometry, channels, matrixVector } = spec;
  const [input] = spec.inputs;
  if (!input) throw new Error('conv2d has one input');
  const window = conv2dWindow(spec);
  const windowed = !isPointwise(geometry);
  const imageBeats = geometry.height * geometry.width * (channels / spec.window.lanes);
  return {
    intervalCycles: Math.max(
      arrayCycles(matrixVector),
      windowed ? Math.max(windowBeats(window), imageBeats) : 0,
      beatsOf(input),
      beatsOf(spec.output),
    ),
    multipliers: matrixVector.array.multipliers,
    macs: matrixVector.vectors * spec.weights.length,
    effectualMacs: matrixVector.vectors * countNonZeros(spec.weights),
    memoryBits: arrayMemoryBits(matrixVector) + (windowed ? windowMemoryBits(window) : 0),
  };
};
