import type { StreamType } from '../../ir/stream.js';
import { divisorsOf, greatestCommonDivisor } from '../../numeric/divisors.js';
import type { WindowGeometry } from '../../stream/window.js';
import type { VectorSource } from '../dense/data-cycles.js';
import { leavesOutActivations } from '../dense/dataflow-array.js';
import type { ArrayFolding } from '../parameters.js';
import { isPadded, isPointwise } from './geometry.js';
import { outsideOf } from './window-zeros.js';

/**
 * Lanes of a window that an array gets beats from as they are. Lanes of an array that go on alone take as
 * many activations a cycle as there are lanes; the stream must only be widened or narrowed to that.
 */
const lanesOfWindow = (
  inLanes: number,
  channels: number,
  { dataflow, simd = 1 }: ArrayFolding,
): number => {
  const shared = greatestCommonDivisor(inLanes, channels);
  if (dataflow !== 'independent-lanes') return shared;
  const fits = (lanes: number): boolean => inLanes % lanes === 0 || lanes % inLanes === 0;
  return divisorsOf(greatestCommonDivisor(channels, simd)).filter(fits).at(-1) ?? shared;
};

/** Vectors of a convolution as arrays get them that leave out activations: pixels, or words of windows. */
export const vectorSource = (
  { shape, lanes, zeroPoint }: StreamType,
  geometry: WindowGeometry,
  array: ArrayFolding,
): VectorSource => {
  if (isPointwise(geometry)) return { lanes, zeroPoint };
  const channels = shape[2] as number;
  const padded = leavesOutActivations(array.dataflow) && isPadded(geometry);
  return {
    lanes: lanesOfWindow(lanes, channels, array),
    zeroPoint,
    ...(padded ? { outside: outsideOf(geometry, channels) } : {}),
  };
};
