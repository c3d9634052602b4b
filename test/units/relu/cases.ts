import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

export const cases: readonly UnitCase[] = [
  {
    title: '1 element: every code',
    unit: 'relu',
    inputs: [stream([1], { zeroPoint: -9 })],
    parameters: {},
  },
  {
    title: 'relu6 of 2 lanes: every pair of codes',
    unit: 'relu',
    inputs: [stream([2], { lanes: 2, scale: 0.05, zeroPoint: -30 })],
    parameters: { activation: 'relu6' },
  },
  {
    title: 'a last beat that is not full, limits above zero',
    unit: 'relu',
    inputs: [stream([2, 5], { lanes: 4, zeroPoint: 17 })],
    parameters: {},
  },
  {
    title: 'uint5, -1 to 1',
    unit: 'relu',
    inputs: [stream([7], { format: uint(5), scale: 0.1, zeroPoint: 12, lanes: 3 })],
    parameters: { activation: 'relu_n1_to_1' },
  },
  {
    title: '1 bit',
    unit: 'relu',
    inputs: [stream([9], { format: int(1), lanes: 2 })],
    parameters: {},
  },
  {
    title: 'int40',
    unit: 'relu',
    inputs: [stream([6], { format: int(40), scale: 2 ** -36, zeroPoint: 1000, lanes: 2 })],
    parameters: { activation: 'relu6' },
  },
  {
    title: 'uint64',
    unit: 'relu',
    inputs: [stream([5], { format: uint(64), zeroPoint: 12345 })],
    parameters: {},
  },
];
