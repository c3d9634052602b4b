import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const pad = (
  title: string,
  shape: readonly number[],
  parameters: Readonly<Record<string, unknown>>,
  more: Parameters<typeof stream>[1] = {},
): UnitCase => ({ title, unit: 'pad', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  pad('1 element on both sides: every code', [1], { before: [2], after: [1] }, { zeroPoint: -7 }),
  pad('2 elements of 8 bits behind: every input', [2], { before: [0], after: [3] }, { lanes: 2 }),
  pad(
    'an image by one pixel, 1 lane',
    [3, 5, 2],
    { before: [1, 1, 0], after: [1, 1, 0] },
    { zeroPoint: -128 },
  ),
  pad(
    'an image by unequal rows and columns, a pixel a beat',
    [4, 3, 4],
    { before: [0, 2, 0], after: [3, 1, 0] },
    { lanes: 4 },
  ),
  pad(
    'lanes of the input that divide no run',
    [3, 3, 3],
    { before: [1, 0, 0], after: [0, 1, 0] },
    { lanes: 4 },
  ),
  pad(
    'several pixels a beat',
    [2, 4, 3],
    { before: [0, 2, 0], after: [0, 4, 0] },
    { lanes: 8, zeroPoint: 5 },
  ),
  pad(
    'rows only, whole rows a beat',
    [3, 2, 3],
    { before: [2, 0, 0], after: [0, 0, 0] },
    {
      lanes: 6,
    },
  ),
  pad('every axis', [2, 3, 4], { before: [1, 0, 2], after: [0, 2, 4] }, { lanes: 3 }),
  pad(
    'outermost and innermost of four axes, a code of its own',
    [2, 2, 3, 2],
    { before: [1, 0, 0, 1], after: [1, 0, 0, 0], code: 9 },
    { format: uint(5) },
  ),
  pad('int40', [2, 3], { before: [0, 1], after: [1, 0], code: -5 }, { format: int(40), lanes: 2 }),
];
