import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const softmax = (
  title: string,
  shape: readonly number[],
  more: Parameters<typeof stream>[1] = {},
  parameters: Readonly<Record<string, unknown>> = {},
): UnitCase => ({ title, unit: 'softmax', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  softmax('1 element: every code', [1]),
  softmax('2 elements: every pair of codes', [2], { scale: 0.02 }),
  softmax(
    '2 elements in one beat: every pair of codes',
    [2],
    { scale: 0.3, lanes: 2 },
    { lanes: 2 },
  ),
  softmax('12 elements, 1 lane', [12], { scale: 0.17 }),
  softmax('a large scale, differences beyond the radius', [6], { scale: 3.7 }, { beta: 2 }),
  softmax('a scale that saturates', [5], { scale: 40 }),
  softmax('a small scale: nearly uniform', [9], { scale: 1e-6, lanes: 3 }),
  softmax('rows that the lanes divide', [3, 2, 8], { lanes: 2 }, { lanes: 4 }),
  softmax('one row that the lanes do not divide', [11], { lanes: 3 }, { lanes: 4 }),
  softmax(
    'one long row, lanes that divide neither it nor each other',
    [50],
    { lanes: 2 },
    { lanes: 3 },
  ),
  softmax('rows that no lanes divide', [4, 5], { lanes: 2 }, { lanes: 3 }),
  softmax(
    'rows that no lanes divide, longer than the reciprocal',
    [3, 67],
    { lanes: 4 },
    { lanes: 3 },
  ),
  softmax('rows of one beat', [5, 3], { lanes: 3 }, { lanes: 3 }),
  softmax('rows a little longer than the reciprocal', [4, 18], { scale: 0.1 }),
  softmax('rows of 64, 8 lanes: two reciprocals in turn', [5, 64], { lanes: 8 }, { lanes: 8 }),
  softmax('rows that may take their time', [3, 8], { lanes: 4 }, { lanes: 4, rowCycles: 13 }),
  softmax('rows that end close together after a slow one', [6, 8], {}, { lanes: 1, rowCycles: 16 }),
  softmax('600 elements: sums above 512', [600], { scale: 0.001, lanes: 5 }, { lanes: 5 }),
  softmax('uint8', [7], { format: uint(8), scale: 0.1, lanes: 7 }, { lanes: 2 }),
  softmax('int4, 3 elements: every input', [3], { format: int(4), scale: 0.5 }),
  softmax('int16, 1 element: every code', [1], { format: int(16), scale: 0.0003 }),
  softmax('int16, 12 elements, 1 lane', [12], { format: int(16), scale: 0.0003 }),
  softmax(
    'int16, rows that no lanes divide',
    [4, 5],
    { format: int(16), scale: 0.01, lanes: 2 },
    { lanes: 3 },
  ),
  softmax(
    'int16, rows of one beat, a small scale, single rounding',
    [5, 4],
    { format: int(16), scale: 0.00001, lanes: 4 },
    { lanes: 4, rounding: 'single' },
  ),
  softmax('int16, a factor above 1', [3, 11], { format: int(16), scale: 0.7 }, { lanes: 2 }),
  softmax(
    'int12, nearly uniform',
    [2, 300],
    { format: int(12), scale: 1e-6, lanes: 3 },
    { lanes: 3 },
  ),
];
