import { uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

export const cases: readonly UnitCase[] = [
  {
    title: '1 element: every code',
    unit: 'hard_swish',
    inputs: [stream([1], { scale: 0.05, zeroPoint: -9 })],
    parameters: { output: { scale: 0.04, zeroPoint: -60 } },
  },
  {
    title: 'a large scale, uint6 to uint8, a last beat that is not full',
    unit: 'hard_swish',
    inputs: [stream([7], { format: uint(6), lanes: 3, scale: 0.5, zeroPoint: 26 })],
    parameters: { output: { format: uint(8), scale: 0.07, zeroPoint: 5 } },
  },
];
