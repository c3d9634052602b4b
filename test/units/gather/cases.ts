import { int, uint } from '../../../generator/dsl/formats.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const gather = (
  title: string,
  [data, indices]: readonly [readonly number[], readonly number[]],
  format: NumberFormat,
  more: Parameters<typeof stream>[1] = {},
  indexLanes = 1,
  parameters: Readonly<Record<string, unknown>> = {},
): UnitCase => ({
  title,
  unit: 'gather',
  inputs: [stream(data, more), stream(indices, { format, scale: 1, lanes: indexLanes })],
  parameters,
});

export const cases: readonly UnitCase[] = [
  gather('1 row of 1 element', [[1, 1], [1]], uint(1)),
  gather('3 of 3 elements, every index and code', [[3], [2]], int(3), { format: int(3) }),
  gather('4 of 7 rows of 5, indices beyond the last', [[7, 5], [4]], uint(3), { lanes: 2 }, 2),
  gather(
    '2 x 3 of 4 rows of 2 x 3 in words of 3',
    [
      [4, 2, 3],
      [2, 3],
    ],
    uint(2),
    { lanes: 3 },
    3,
  ),
  gather('more rows than there are, int8 indices', [[3, 4], [9]], int(8), { lanes: 4 }, 2, {
    inputFifo: [3, 4],
  }),
  gather('late indices in few beats, wide codes', [[5, 2], [3]], uint(16), { format: int(24) }, 3),
];
