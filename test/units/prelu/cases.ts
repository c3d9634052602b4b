import { int, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

export const cases: readonly UnitCase[] = [
  {
    title: '2 channels on 1 lane: every pair of codes',
    unit: 'prelu',
    inputs: [stream([2], { scale: 0.05, zeroPoint: -9 })],
    parameters: {
      slopes: tensor.of([40, -90], int(8), { scale: 1 / 64 }),
      output: { scale: 0.04, zeroPoint: -60 },
    },
  },
  {
    title: '6 channels on 3 lanes, uint8 to int10',
    unit: 'prelu',
    inputs: [stream([3, 6], { format: uint(8), lanes: 3, scale: 0.05, zeroPoint: 120 })],
    parameters: {
      slopes: randomTensor([1, 6], int(8), 5, 0.011),
      rounding: 'single',
      output: { format: int(10), scale: 0.021 },
    },
  },
  {
    title: 'one slope, a last beat that is not full',
    unit: 'prelu',
    inputs: [stream([5], { lanes: 2, scale: 0.1 })],
    parameters: { slopes: tensor.of([25], int(8), { scale: 0.01 }), output: { scale: 0.1 } },
  },
];
