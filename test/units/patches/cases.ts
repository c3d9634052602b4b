import { binary, int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const of = (
  title: string,
  shape: readonly number[],
  parameters: Readonly<Record<string, unknown>>,
  more: Parameters<typeof stream>[1] = {},
): UnitCase => ({ title, unit: 'patches', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  of('1 element: every code', [1, 1, 1], { kernel: [1, 1] }),
  of('2 pixels under one window: every pair of codes', [2, 1, 1], {
    kernel: [2, 1],
    padding: 'valid',
  }),
  of('a pixel in the middle of its padding', [1, 1, 2], { kernel: [3, 3] }, { zeroPoint: 7 }),
  of('one channel, even kernel, stride 2', [7, 6, 1], { kernel: [4, 2], stride: [2, 2] }),
  of(
    'several channels a cycle, from fewer lanes',
    [5, 4, 6],
    { kernel: [3, 3], lanes: 3 },
    { lanes: 2, zeroPoint: -128 },
  ),
  of(
    'a pixel a cycle, from lanes that do not divide it',
    [4, 5, 3],
    { kernel: [2, 3], lanes: 3, padding: 'valid' },
    { lanes: 4, format: uint(5) },
  ),
  of(
    'rows and columns on each side, another code there',
    [3, 4, 2],
    { kernel: [3, 2], padding: { top: 2, bottom: 0, left: 1, right: 1 }, code: 5, lanes: 2 },
    { format: int(4) },
  ),
  of('taps apart', [7, 7, 2], { kernel: [3, 2], dilation: [2, 3], padding: 'valid' }),
  of('pixels left over between windows', [7, 8, 2], {
    kernel: [2, 2],
    stride: [3, 4],
    padding: 'valid',
    lanes: 2,
  }),
  of(
    'codes of more than 32 bits',
    [3, 3, 2],
    { kernel: [2, 2] },
    { format: int(40), zeroPoint: 0 },
  ),
  of(
    'a format without zero, not padded',
    [4, 3, 5],
    { kernel: [3, 1], padding: 'valid', lanes: 5 },
    { format: binary(), zeroPoint: 0, lanes: 5 },
  ),
];
