import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const output = { scale: 0.05, zeroPoint: 3 };

const mean = (
  title: string,
  shape: readonly number[],
  parameters: Readonly<Record<string, unknown>>,
  more: Parameters<typeof stream>[1] = {},
): UnitCase => ({
  title,
  unit: 'mean',
  inputs: [stream(shape, more)],
  parameters: { output, ...parameters },
});

export const cases: readonly UnitCase[] = [
  mean('1 element: every code', [1], { axes: [0] }, { zeroPoint: -5 }),
  mean('2 elements: every pair of codes', [2], { axes: [0] }, { zeroPoint: 7 }),
  mean('3 elements of 5 bits: every input', [3], { axes: [0] }, { format: int(5), zeroPoint: 1 }),
  mean(
    'rows and columns, 1 lane, another quantization',
    [3, 5, 3],
    { axes: [0, 1], keepDims: true, output: { scale: 0.021, zeroPoint: -128 } },
    { zeroPoint: -128 },
  ),
  mean('rows and columns, two words a pixel', [3, 3, 4], { axes: [0, 1] }, { lanes: 2 }),
  mean('rows and columns, one word a pixel', [7, 7, 3], { axes: [0, 1] }, { lanes: 3 }),
  mean(
    'rows and columns, lanes of the input that divide nothing',
    [2, 3, 6],
    { axes: [0, 1], lanes: 2 },
    { lanes: 5, zeroPoint: 11 },
  ),
  mean('rows only, three columns', [4, 3, 2], { axes: [0] }, { lanes: 3 }),
  mean('columns only: [outer, count, inner]', [3, 5, 2], { axes: [1] }, { lanes: 2 }),
  mean('the last axis', [3, 2, 7], { axes: [2], keepDims: true }, { lanes: 2 }),
  mean('all', [2, 3, 3], { axes: [0, 1, 2] }, { lanes: 4, zeroPoint: -3 }),
  mean(
    'nothing: requantization alone',
    [5],
    { axes: [], output: { scale: 0.3, zeroPoint: 0 } },
    { lanes: 2 },
  ),
  mean(
    'uint8 to int8, single rounding',
    [4, 4, 2],
    { axes: [0, 1], rounding: 'single' },
    { format: uint(8), zeroPoint: 120 },
  ),
  mean(
    'int16, 1 x 300, zero point at the end of the range',
    [300],
    { axes: [0], output: { format: int(16), scale: 0.02, zeroPoint: -300 } },
    { format: int(16), zeroPoint: -32768 },
  ),
  mean(
    'a left shift',
    [2, 1, 2],
    { axes: [0], output: { format: int(16), scale: 0.001 } },
    { lanes: 2 },
  ),
];
