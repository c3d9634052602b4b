import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

export const cases: readonly UnitCase[] = [
  {
    title: '1 element: every pair of codes',
    unit: 'divide',
    inputs: [
      stream([1], { scale: 0.05, zeroPoint: -9 }),
      stream([1], { scale: 0.1, zeroPoint: 3 }),
    ],
    parameters: { output: { scale: 0.07, zeroPoint: -20 } },
  },
  {
    title: 'int12 by uint6 to int12, other lanes, a last beat that is not full',
    unit: 'divide',
    inputs: [
      stream([7], { format: int(12), lanes: 3, scale: 1 / 64 }),
      stream([7], { format: uint(6), lanes: 2, scale: 0.5, zeroPoint: 31 }),
    ],
    parameters: { output: { format: int(12), scale: 1 / 64 } },
  },
];
