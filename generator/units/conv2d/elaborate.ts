import type { Stage } from '../../ir/module.js';
import { realZeroOf } from '../../ir/values.js';
import { convertLanes } from '../../stream/lanes.js';
import { slidingWindow, type WindowOptions } from '../../stream/window.js';
import { matrixVectorStages } from '../dense/matrix-vector.js';
import type { Naming } from '../unit.js';
import { isPointwise } from './geometry.js';
import type { Conv2dSpec } from './spec.js';

/** The window of a convolution: its input vectors, pixel by pixel. */
export const conv2dWindow = (spec: Conv2dSpec): WindowOptions => {
  const { geometry, channels, window, matrixVector } = spec;
  return {
    instance: 'window',
    geometry,
    elementBits: matrixVector.array.inputFormat.bits,
    lanes: window.lanes,
    words: channels / window.lanes,
    beat: window.beat,
    order: 'pixel-major',
    repeat: 1,
    padCode: realZeroOf(spec.inputs[0] ?? spec.output) ?? 0,
    flag: false,
  };
};

/** The stream of some images in the lanes of the window. */
export const windowLanes = (
  { geometry, channels, window, matrixVector, inputs }: Conv2dSpec,
  images: number,
): readonly Stage[] => {
  const group = geometry.height * geometry.width * channels;
  return convertLanes(
    'lanes',
    matrixVector.array.inputFormat.bits,
    { lanes: inputs[0]?.lanes ?? 1, group },
    { lanes: window.lanes, group },
    group * images,
  );
};

/** Lines to windows to the PE array; a 1 x 1 kernel needs no window. */
export const elaborateConv2d = (spec: Conv2dSpec, naming: Naming): readonly Stage[] => {
  const { geometry, matrixVector } = spec;
  const array = matrixVectorStages(matrixVector, naming);
  if (isPointwise(geometry)) return array;
  return [...windowLanes(spec, 1), slidingWindow(conv2dWindow(spec)), ...array];
};
