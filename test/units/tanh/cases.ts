import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

export const cases: readonly UnitCase[] = [
  {
    title: '1 element: every code',
    unit: 'tanh',
    inputs: [stream([1], { scale: 0.05, zeroPoint: -9 })],
    parameters: {},
  },
  {
    title: '2 lanes: every pair of codes',
    unit: 'tanh',
    inputs: [stream([2], { lanes: 2, scale: 0.17, zeroPoint: 20 })],
    parameters: { rounding: 'single' },
  },
  {
    title: 'uint5, a last beat that is not full',
    unit: 'tanh',
    inputs: [stream([2, 5], { format: uint(5), lanes: 4, scale: 0.3, zeroPoint: 17 })],
    parameters: {},
  },
  {
    title: '1 bit',
    unit: 'tanh',
    inputs: [stream([3], { format: int(1) })],
    parameters: {},
  },
  {
    title: 'int16 at a power of two: every code',
    unit: 'tanh',
    inputs: [stream([1], { format: int(16), scale: 2 ** -11 })],
    parameters: {},
  },
  {
    title: 'int16, a scale of its own, a last beat that is not full',
    unit: 'tanh',
    inputs: [stream([7], { format: int(16), lanes: 3, scale: 0.000313 })],
    parameters: {},
  },
  {
    title: 'int16, a scale that only shifts right',
    unit: 'tanh',
    inputs: [stream([2], { format: int(16), lanes: 2, scale: 2 ** -44 })],
    parameters: {},
  },
];
