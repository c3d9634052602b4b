import { beatsOf } from '../../ir/stream.js';
import type { Feed } from '../../stream/feed.js';
import { everyCycle, inSeries } from '../../stream/timing.js';
import { windowBeats, windowMemoryBits } from '../../stream/window.js';
import { windowFeed } from '../../stream/window-feed.js';
import { dataContract } from '../dense/data-contract.js';
import {
  arrayCycles,
  arrayIndexBits,
  arrayMemoryBits,
  gatheredFeed,
} from '../dense/matrix-vector.js';
import type { UnitContract } from '../unit.js';
import { countNonZeros } from '../weights.js';
import { conv2dWindow, windowLanes } from './elaborate.js';
import { isPointwise } from './geometry.js';
import type { Conv2dSpec } from './spec.js';
import { windowZeros } from './window-zeros.js';

/** Windows of some images whose source is always valid, beat by beat. */
const feedOf = (spec: Conv2dSpec, images: number): Feed => {
  const { geometry, matrixVector } = spec;
  const [input] = spec.inputs;
  if (isPointwise(geometry) || !input) return gatheredFeed(matrixVector, images);
  const lanes = inSeries(windowLanes(spec, images).map(({ timing }) => timing));
  const beats = beatsOf(input) * images;
  const step = Math.max(1, spec.window.lanes / input.lanes);
  return windowFeed(conv2dWindow(spec), lanes.departures(everyCycle(beats)), images, step);
};

export const conv2dContract = (spec: Conv2dSpec): UnitContract => {
  const { geometry, channels, matrixVector } = spec;
  const [input] = spec.inputs;
  if (!input) throw new Error('conv2d has one input');
  const window = conv2dWindow(spec);
  const windowed = !isPointwise(geometry);
  const imageBeats = geometry.height * geometry.width * (channels / spec.window.lanes);
  return {
    intervalCycles: Math.max(
      Math.ceil(arrayCycles(matrixVector)),
      windowed ? Math.max(windowBeats(window), imageBeats) : 0,
      beatsOf(input),
      beatsOf(spec.output),
    ),
    multipliers: matrixVector.array.multipliers,
    macs: matrixVector.vectors * spec.weights.length,
    effectualMacs: matrixVector.vectors * countNonZeros(spec.weights),
    memoryBits: arrayMemoryBits(matrixVector) + (windowed ? windowMemoryBits(window) : 0),
    ...arrayIndexBits(matrixVector),
    ...dataContract({
      matrixVector,
      input,
      output: spec.output,
      vectorZeros: (isZero) => (windowed ? windowZeros(geometry, channels, isZero) : isZero),
      feedOf: (images) => feedOf(spec, images),
    }),
  };
};
