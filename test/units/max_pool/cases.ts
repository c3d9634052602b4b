import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const pool = (
  title: string,
  shape: readonly number[],
  parameters: Readonly<Record<string, unknown>>,
  more: Parameters<typeof stream>[1] = {},
): UnitCase => ({ title, unit: 'max_pool', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  pool('1 element: every code', [1, 1, 1], { size: [1, 1] }),
  pool('2 x 1 pixels in one tile: every pair of codes', [2, 1, 1], { size: [2, 1] }),
  pool('2 x 1 pixels in one window: every pair of codes', [2, 1, 1], {
    size: [2, 1],
    dataflow: 'window',
  }),
  pool('2 x 2 tiles, 1 lane', [4, 6, 2], { size: [2, 2] }),
  pool('2 x 2 tiles of one word a pixel', [4, 6, 4], { size: [2, 2], lanes: 4 }, { lanes: 4 }),
  pool('the same through a line buffer', [4, 6, 4], {
    size: [2, 2],
    lanes: 4,
    dataflow: 'window',
  }),
  pool('tiles that leave pixels over', [7, 8, 6], { size: [2, 3], lanes: 2 }, { lanes: 4 }),
  pool('tiles with gaps between them', [9, 8, 3], { size: [2, 2], stride: [4, 3] }, { lanes: 3 }),
  pool(
    'tiles cut by the edges',
    [7, 5, 2],
    { size: [3, 3], padding: 'same', lanes: 2 },
    { lanes: 1 },
  ),
  pool('kernel above stride, same padding, stride 2', [7, 6, 4], {
    size: [3, 3],
    stride: [2, 2],
    padding: 'same',
    lanes: 2,
  }),
  pool(
    'relu6 on uint4, stride 1',
    [4, 5, 3],
    { size: [2, 3], stride: [1, 1], activation: 'relu6' },
    {
      format: uint(4),
      scale: 0.6,
      zeroPoint: 2,
      lanes: 3,
    },
  ),
  pool(
    'int12, limits of -1 to 1, 1 x 2 tiles',
    [3, 4, 1],
    { size: [1, 2], activation: 'relu_n1_to_1' },
    {
      format: int(12),
      scale: 0.001,
      zeroPoint: -20,
    },
  ),
];
