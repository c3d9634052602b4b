import { int, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

export const cases: readonly UnitCase[] = [
  {
    title: '1 element: every pair of codes',
    unit: 'multiply',
    inputs: [
      stream([1], { scale: 0.0471, zeroPoint: -3 }),
      stream([1], { scale: 0.0193, zeroPoint: 12 }),
    ],
    parameters: { output: { scale: 0.037, zeroPoint: -7 } },
  },
  {
    title: 'zero points at both ends, single rounding, relu: every pair of codes',
    unit: 'multiply',
    inputs: [
      stream([1], { scale: 0.0471, zeroPoint: -128 }),
      stream([1], { scale: 0.0193, zeroPoint: 127 }),
    ],
    parameters: {
      rounding: 'single',
      activation: 'relu',
      output: { scale: 0.0517, zeroPoint: 100 },
    },
  },
  {
    title: 'a factor above 1, int4 and uint5, 3 and 2 lanes, buffers, a last beat that is not full',
    unit: 'multiply',
    inputs: [
      stream([3, 5], { format: int(4), lanes: 3, scale: 2, zeroPoint: -3 }),
      stream([3, 5], { format: uint(5), lanes: 2, scale: 1, zeroPoint: 31 }),
    ],
    parameters: { inputFifo: [0, 3], output: { scale: 0.9, zeroPoint: 9 } },
  },
  {
    title: 'a scalar constant: every code',
    unit: 'multiply',
    inputs: [stream([1], { scale: 0.05, zeroPoint: -9 })],
    parameters: {
      constant: tensor.of([77], int(8), { scale: 0.013, zeroPoint: -20 }),
      output: { scale: 0.06, zeroPoint: 3 },
    },
  },
  {
    title: 'a constant per channel, lanes that do not divide the channels',
    unit: 'multiply',
    inputs: [stream([2, 3, 6], { lanes: 4, scale: 0.05, zeroPoint: -128 })],
    parameters: {
      constant: { ...randomTensor([1, 1, 6], int(8), 3, 0.043), zeroPoint: 5 },
      output: { scale: 0.25, zeroPoint: -20 },
    },
  },
  {
    title: 'a constant per element, all lanes in a beat',
    unit: 'multiply',
    inputs: [stream([2, 2], { lanes: 4, scale: 0.05 })],
    parameters: { constant: randomTensor([2, 2], int(8), 4, 0.02), output: { scale: 0.05 } },
  },
  {
    title: 'int16, 2 lanes, a factor with a left shift of none',
    unit: 'multiply',
    inputs: [
      stream([3, 3], { format: int(16), lanes: 2, scale: 0.0004 }),
      stream([3, 3], { format: int(16), lanes: 2, scale: 0.00011 }),
    ],
    parameters: { output: { format: int(16), scale: 0.0014 } },
  },
  {
    title: 'int16 and a scalar: every code',
    unit: 'multiply',
    inputs: [stream([1], { format: int(16), scale: 0.0004 })],
    parameters: {
      constant: tensor.fromCodes([-32768], [1], int(16), { scale: 0.00003 }),
      rounding: 'single',
      output: { format: int(16), scale: 0.00041 },
    },
  },
  {
    title: 'int16 and a scalar at 3 lanes, a factor above 1 whose shift wraps',
    unit: 'multiply',
    inputs: [stream([4], { format: int(16), lanes: 3, scale: 2 })],
    parameters: {
      constant: tensor.fromCodes([777], [1], int(16), { scale: 1 }),
      output: { format: int(16), scale: 0.5 },
    },
  },
  {
    title: 'a channel each for all pixels, at other lanes',
    unit: 'multiply',
    inputs: [
      stream([2, 3, 6], { lanes: 4, scale: 0.05 }),
      stream([1, 1, 6], { lanes: 3, scale: 0.02, zeroPoint: -128 }),
    ],
    parameters: { output: { scale: 0.05, zeroPoint: 3 } },
  },
  {
    title: 'a pixel each for all channels, the smaller first',
    unit: 'multiply',
    inputs: [
      stream([2, 3, 1], { lanes: 2, scale: 0.02 }),
      stream([2, 3, 8], { lanes: 4, scale: 0.05 }),
    ],
    parameters: { inputFifo: [2, 3], output: { scale: 0.05 } },
  },
  {
    title: 'one element for all, lanes as many',
    unit: 'multiply',
    inputs: [stream([4, 3], { lanes: 3, scale: 0.02 }), stream([1], { scale: 0.05 })],
    parameters: { output: { scale: 0.05 } },
  },
  {
    title: 'a row each times a constant per channel',
    unit: 'multiply',
    inputs: [stream([3, 1], { lanes: 2, scale: 0.02, zeroPoint: -128 })],
    parameters: { constant: randomTensor([6], int(8), 8, 0.021), output: { scale: 0.02 } },
  },
];
