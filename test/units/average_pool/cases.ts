import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const pool = (
  title: string,
  shape: readonly number[],
  parameters: Readonly<Record<string, unknown>>,
  more: Parameters<typeof stream>[1] = {},
): UnitCase => ({ title, unit: 'average_pool', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  pool('1 element: every code', [1, 1, 1], { size: [1, 1] }),
  pool('1 x 2 pixels in one tile: every pair of codes', [1, 2, 1], { size: [1, 2] }),
  pool('1 x 2 pixels in one window: every pair of codes', [1, 2, 1], {
    size: [1, 2],
    dataflow: 'window',
  }),
  pool('3 elements of 5 bits: every input', [1, 3, 1], { size: [1, 3] }, { format: int(5) }),
  pool('global, 1 lane', [5, 5, 6], { size: [5, 5] }, { lanes: 2 }),
  pool('global, one word a pixel', [3, 7, 4], { size: [3, 7], lanes: 4 }, { lanes: 4 }),
  pool('global through a line buffer', [3, 3, 4], { size: [3, 3], dataflow: 'window', lanes: 2 }),
  pool('2 x 2 tiles, relu', [6, 4, 3], { size: [2, 2], activation: 'relu' }, { zeroPoint: 4 }),
  pool(
    'tiles cut by the edges: 4, 6 and 9 cells',
    [5, 8, 4],
    { size: [3, 3], padding: 'same', lanes: 2 },
    { lanes: 4 },
  ),
  pool('the same through a line buffer', [5, 8, 4], {
    size: [3, 3],
    padding: 'same',
    lanes: 2,
    dataflow: 'window',
  }),
  pool('kernel above stride, same padding, stride 2', [6, 7, 3], {
    size: [3, 4],
    stride: [2, 2],
    padding: 'same',
  }),
  pool('kernel larger than the image', [2, 2, 2], { size: [4, 4], padding: 'same' }),
  pool(
    'uint8, tiles that leave pixels over, gaps',
    [5, 9, 2],
    { size: [2, 3], stride: [3, 4] },
    {
      format: uint(8),
      lanes: 3,
    },
  ),
  pool(
    'int16, stride 1, relu6',
    [4, 4, 2],
    { size: [2, 2], stride: [1, 1], activation: 'relu6' },
    {
      format: int(16),
      scale: 0.0004,
      zeroPoint: -100,
      lanes: 2,
    },
  ),
];
