import { int, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

export const cases: readonly UnitCase[] = [
  {
    title: '1 element, two scales: every pair of codes',
    unit: 'subtract',
    inputs: [
      stream([1], { scale: 0.0471, zeroPoint: -3 }),
      stream([1], { scale: 0.0193, zeroPoint: 12 }),
    ],
    parameters: { output: { scale: 0.0517, zeroPoint: -7 } },
  },
  {
    title: 'single rounding, relu, int8 and uint8, 2 lanes and 3',
    unit: 'subtract',
    inputs: [
      stream([2, 4], { lanes: 2, scale: 0.1, zeroPoint: -128 }),
      stream([2, 4], { lanes: 3, format: uint(8), scale: 0.03, zeroPoint: 128 }),
    ],
    parameters: {
      rounding: 'single',
      activation: 'relu',
      output: { format: int(8), scale: 0.11, zeroPoint: -90 },
    },
  },
  {
    title: 'a scalar less the stream: every code',
    unit: 'subtract',
    inputs: [stream([1], { scale: 0.05, zeroPoint: -9 })],
    parameters: {
      constant: tensor.of([77], int(8), { scale: 0.013, zeroPoint: -20 }),
      reversed: true,
      output: { scale: 0.06, zeroPoint: 3 },
    },
  },
  {
    title: 'a constant per channel, subtracted and subtracted from',
    unit: 'subtract',
    inputs: [stream([2, 6], { lanes: 4, scale: 0.05 })],
    parameters: {
      constant: randomTensor([6], int(8), 8, 0.021),
      output: { scale: 0.05, zeroPoint: 2 },
    },
  },
  {
    title: 'int16 less int8 with a zero point, to int8',
    unit: 'subtract',
    inputs: [
      stream([7], { format: int(16), scale: 0.0004 }),
      stream([7], { scale: 0.05, zeroPoint: -128 }),
    ],
    parameters: { output: { scale: 0.12, zeroPoint: 5 } },
  },
  {
    title: 'int16 from a constant per channel',
    unit: 'subtract',
    inputs: [stream([2, 6], { format: int(16), lanes: 4, scale: 0.0004 })],
    parameters: {
      constant: randomTensor([6], int(16), 8, 0.0021),
      reversed: true,
      output: { format: int(16), scale: 0.0025 },
    },
  },
  {
    title: 'int16 at powers of two, the second shifted by 15',
    unit: 'subtract',
    inputs: [
      stream([5], { format: int(16), scale: 1 }),
      stream([5], { format: int(16), scale: 2 ** -15 }),
    ],
    parameters: { powersOfTwo: true, output: { format: int(16), scale: 1 } },
  },
  {
    title: 'channels less those of every pixel, int16, 1 lane',
    unit: 'subtract',
    inputs: [
      stream([3], { format: int(16), scale: 0.0005 }),
      stream([2, 2, 3], { format: int(16), scale: 0.0004 }),
    ],
    parameters: { output: { format: int(16), scale: 0.0009 } },
  },
];
