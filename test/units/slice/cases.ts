import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const slice = (
  title: string,
  shape: readonly number[],
  parameters: Readonly<Record<string, unknown>>,
  more: Parameters<typeof stream>[1] = {},
): UnitCase => ({ title, unit: 'slice', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  slice('1 of 2 elements: every input', [2], { begin: [0], end: [1] }),
  slice('the other of 2 elements: every input', [2], { begin: [1], end: [2] }),
  slice(
    'the end of a vector, in the middle of a beat',
    [7],
    { begin: [4], end: [7] },
    { lanes: 4 },
  ),
  slice('the start of a vector', [7], { begin: [0], end: [4] }, { lanes: 4 }),
  slice('rows and columns, 1 lane', [4, 5, 2], { begin: [1, 2, 0], end: [3, 5, 2] }),
  slice(
    'rows and columns, a pixel a beat',
    [4, 3, 4],
    { begin: [0, 1, 0], end: [4, 3, 4] },
    {
      lanes: 4,
    },
  ),
  slice(
    'channels, lanes of the input that divide nothing',
    [2, 3, 6],
    { begin: [0, 0, 2], end: [2, 3, 6] },
    { lanes: 5 },
  ),
  slice('channels, 1 lane of 4', [2, 3, 5], { begin: [0, 0, 1], end: [2, 3, 3] }, { lanes: 4 }),
  slice(
    'rows, whole rows in a beat',
    [5, 2, 3],
    { begin: [1, 0, 0], end: [4, 2, 3] },
    {
      lanes: 6,
    },
  ),
  slice(
    'every other row and every third column',
    [5, 7, 4],
    { begin: [0, 1, 0], end: [5, 7, 4], stride: [2, 3, 1] },
    { lanes: 2 },
  ),
  slice(
    'every other channel',
    [3, 5],
    { begin: [0, 0], end: [3, 5], stride: [1, 2] },
    {
      lanes: 5,
      format: uint(3),
    },
  ),
  slice('every axis, strides that end early', [4, 5, 6], {
    begin: [1, 0, 1],
    end: [4, 4, 6],
    stride: [2, 3, 4],
  }),
  slice(
    'int40, one of three',
    [3, 2],
    { begin: [1, 0], end: [2, 2] },
    {
      format: int(40),
      lanes: 2,
    },
  ),
];
