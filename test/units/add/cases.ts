import { int, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const constant = (shape: readonly number[], seed: number) => ({
  ...randomTensor(shape, int(8), seed, 0.043),
  zeroPoint: 5,
});

export const cases: readonly UnitCase[] = [
  {
    title: '1 element, two scales: every pair of codes',
    unit: 'add',
    inputs: [
      stream([1], { scale: 0.0471, zeroPoint: -3 }),
      stream([1], { scale: 0.0193, zeroPoint: 12 }),
    ],
    parameters: { output: { scale: 0.0517, zeroPoint: -7 } },
  },
  {
    title: 'equal scales, ties, relu: every pair of codes',
    unit: 'add',
    inputs: [stream([1], { scale: 0.5 }), stream([1], { scale: 0.5, zeroPoint: 1 })],
    parameters: { activation: 'relu', output: { scale: 1, zeroPoint: -128 } },
  },
  {
    title: 'single rounding, int8 and uint8: every pair of codes',
    unit: 'add',
    inputs: [
      stream([1], { scale: 0.1, zeroPoint: -128 }),
      stream([1], { format: uint(8), scale: 0.03, zeroPoint: 128 }),
    ],
    parameters: { rounding: 'single', output: { format: uint(8), scale: 0.11, zeroPoint: 90 } },
  },
  {
    title: '3 and 2 lanes, buffers, lanes that do not divide the length',
    unit: 'add',
    inputs: [
      stream([3, 5], { lanes: 3, scale: 0.02 }),
      stream([3, 5], { lanes: 2, scale: 0.03, zeroPoint: -100 }),
    ],
    parameters: { inputFifo: [4, 1], output: { scale: 0.04, zeroPoint: 9 } },
  },
  {
    title: 'int4 and int3, 4 lanes each, more than a beat',
    unit: 'add',
    inputs: [
      stream([4, 4], { format: int(4), lanes: 4, scale: 0.5 }),
      stream([4, 4], { format: int(3), lanes: 4, scale: 1, zeroPoint: -1 }),
    ],
    parameters: { output: { format: int(6), scale: 0.25 } },
  },
  {
    title: 'a scalar constant: every code',
    unit: 'add',
    inputs: [stream([1], { scale: 0.05, zeroPoint: -9 })],
    parameters: {
      constant: tensor.of([77], int(8), { scale: 0.013, zeroPoint: -20 }),
      output: { scale: 0.06, zeroPoint: 3 },
    },
  },
  {
    title: 'a constant per channel, lanes that do not divide the channels',
    unit: 'add',
    inputs: [stream([2, 3, 6], { lanes: 4, scale: 0.05 })],
    parameters: {
      constant: constant([1, 1, 6], 3),
      activation: 'relu6',
      output: { scale: 0.05, zeroPoint: -20 },
    },
  },
  {
    title: 'a constant per row, repeated along the channels',
    unit: 'add',
    inputs: [stream([3, 4], { lanes: 2, scale: 0.05 })],
    parameters: { constant: constant([3, 1], 4), output: { scale: 0.07 } },
  },
  {
    title: 'int16, two scales, 3 and 2 lanes, a last beat that is not full',
    unit: 'add',
    inputs: [
      stream([3, 5], { format: int(16), lanes: 3, scale: 0.0004 }),
      stream([3, 5], { format: int(16), lanes: 2, scale: 0.00011 }),
    ],
    parameters: { inputFifo: [2, 0], output: { format: int(16), scale: 0.00052 } },
  },
  {
    title: 'int16 and a scalar, single rounding: every code',
    unit: 'add',
    inputs: [stream([1], { format: int(16), scale: 0.0004 })],
    parameters: {
      constant: tensor.fromCodes([-12345], [1], int(16), { scale: 0.0013 }),
      rounding: 'single',
      activation: 'relu',
      output: { format: int(16), scale: 0.0009 },
    },
  },
  {
    title: 'int16 at powers of two, the first shifted',
    unit: 'add',
    inputs: [
      stream([2, 3], { format: int(16), lanes: 2, scale: 2 ** -15 }),
      stream([2, 3], { format: int(16), lanes: 2, scale: 2 ** -11 }),
    ],
    parameters: { powersOfTwo: true, output: { format: int(16), scale: 2 ** -11 } },
  },
  {
    title: 'rows of channels, each for all of its row, of fewer axes and first',
    unit: 'add',
    inputs: [
      stream([3, 1, 4], { lanes: 2, scale: 0.05 }),
      stream([3, 2, 4], { lanes: 4, scale: 0.02 }),
    ],
    parameters: { output: { scale: 0.05 } },
  },
  {
    title: 'columns for all rows and channels',
    unit: 'add',
    inputs: [stream([2, 3, 4], { lanes: 2, scale: 0.05 }), stream([3, 1], { scale: 0.02 })],
    parameters: { output: { scale: 0.05 } },
  },
];
