import { int, uint } from '../../../generator/dsl/formats.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const concatenate = (
  title: string,
  inputs: readonly StreamType[],
  parameters: Readonly<Record<string, unknown>>,
): UnitCase => ({ title, unit: 'concatenate', inputs, parameters });

export const cases: readonly UnitCase[] = [
  concatenate('1 element each', [stream([1]), stream([1])], { axis: 0 }),
  concatenate('channels, 1 lane', [stream([2, 3, 2]), stream([2, 3, 5]), stream([2, 3, 1])], {
    axis: 2,
  }),
  concatenate(
    'channels, several lanes',
    [stream([3, 2, 4], { lanes: 4 }), stream([3, 2, 8], { lanes: 4 })],
    { axis: 2 },
  ),
  concatenate(
    'channels, lanes that differ and divide nothing, buffers',
    [
      stream([2, 3, 6], { lanes: 5 }),
      stream([2, 3, 4], { lanes: 4 }),
      stream([2, 3, 2], { lanes: 3 }),
    ],
    { axis: 2, inputFifo: [0, 3, 1] },
  ),
  concatenate('rows', [stream([1, 3, 2], { lanes: 2 }), stream([3, 3, 2], { lanes: 3 })], {
    axis: 0,
  }),
  concatenate(
    'vectors, the end in the middle of a beat',
    [stream([6], { lanes: 3 }), stream([4], { lanes: 4 })],
    { axis: 0 },
  ),
  concatenate(
    'uint3 columns, whole rows in a beat',
    [
      stream([2, 2, 3], { lanes: 6, format: uint(3) }),
      stream([2, 4, 3], { lanes: 12, format: uint(3) }),
    ],
    { axis: 1 },
  ),
  concatenate('int40', [stream([2, 2], { format: int(40) }), stream([2, 1], { format: int(40) })], {
    axis: 1,
  }),
];
