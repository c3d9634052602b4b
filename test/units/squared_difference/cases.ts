import { int, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

export const cases: readonly UnitCase[] = [
  {
    title: '1 element, two scales: every pair of codes',
    unit: 'squared_difference',
    inputs: [
      stream([1], { scale: 0.0471, zeroPoint: -3 }),
      stream([1], { scale: 0.0193, zeroPoint: 12 }),
    ],
    parameters: { output: { scale: 0.217, zeroPoint: -128 } },
  },
  {
    title: 'single rounding, int8 and uint8, 2 lanes and 3, a factor above 1 to int16',
    unit: 'squared_difference',
    inputs: [
      stream([2, 4], { lanes: 2, scale: 0.1, zeroPoint: -128 }),
      stream([2, 4], { lanes: 3, format: uint(8), scale: 0.03, zeroPoint: 128 }),
    ],
    parameters: {
      rounding: 'single',
      inputFifo: [2, 0],
      output: { format: int(16), scale: 0.00001, zeroPoint: 0 },
    },
  },
  {
    title: 'rows and their means, 4 lanes',
    unit: 'squared_difference',
    inputs: [
      stream([3, 8], { lanes: 4, scale: 0.05, zeroPoint: 4 }),
      stream([3, 1], { scale: 0.02 }),
    ],
    parameters: { output: { scale: 0.1, zeroPoint: -128 } },
  },
  {
    title: 'a scalar: every code',
    unit: 'squared_difference',
    inputs: [stream([1], { scale: 0.05, zeroPoint: -9 })],
    parameters: {
      constant: tensor.of([77], int(8), { scale: 0.013, zeroPoint: -20 }),
      output: { scale: 0.2, zeroPoint: -100 },
    },
  },
  {
    title: 'a constant per channel',
    unit: 'squared_difference',
    inputs: [stream([2, 6], { lanes: 4, scale: 0.05 })],
    parameters: {
      constant: randomTensor([6], int(8), 8, 0.021),
      output: { scale: 0.2, zeroPoint: -128 },
    },
  },
  {
    title: 'int16, 1 lane',
    unit: 'squared_difference',
    inputs: [
      stream([7], { format: int(16), scale: 0.0004 }),
      stream([7], { format: int(16), scale: 0.0011 }),
    ],
    parameters: { output: { format: int(16), scale: 0.03 } },
  },
  {
    title: 'int16 and a scalar, 3 lanes',
    unit: 'squared_difference',
    inputs: [stream([4], { format: int(16), lanes: 3, scale: 0.0004 })],
    parameters: {
      constant: tensor.fromCodes([-30000], [1], int(16), { scale: 0.0003 }),
      output: { format: int(16), scale: 0.02 },
    },
  },
];
