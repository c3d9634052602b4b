import { int, uint } from '../../../generator/dsl/formats.js';
import { randomBias, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const halves = { multiplier: 2 ** 30, shift: 0 };

export const cases: readonly UnitCase[] = [
  {
    title: 'int16 by 2^-1 and more right shifts: every code, ties among them',
    unit: 'requantize',
    inputs: [stream([1], { format: int(16) })],
    parameters: {
      multipliers: [{ multiplier: 2 ** 30, shift: -3 }],
      output: { format: int(8), scale: 1, zeroPoint: 1 },
    },
  },
  {
    title: 'int16 single rounding: every code',
    unit: 'requantize',
    inputs: [stream([1], { format: int(16), zeroPoint: 100 })],
    parameters: {
      multipliers: [{ multiplier: 1518500250, shift: -5 }],
      rounding: 'single',
      output: { format: int(8), scale: 1, zeroPoint: -1 },
    },
  },
  {
    title: 'int16 with a left shift: every code',
    unit: 'requantize',
    inputs: [stream([1], { format: int(16) })],
    parameters: {
      multipliers: [{ multiplier: 1073741825, shift: 4 }],
      output: { format: int(20), scale: 1 },
    },
  },
  {
    title: 'int12 single rounding with a left shift: every code',
    unit: 'requantize',
    inputs: [stream([1], { format: int(12) })],
    parameters: {
      multipliers: [{ multiplier: 1073741825, shift: 2 }],
      rounding: 'single',
      output: { format: int(16), scale: 1 },
    },
  },
  {
    title: 'int32, per channel, shifts from -31 to 5, bias',
    unit: 'requantize',
    inputs: [stream([3, 6], { format: int(32), lanes: 4 })],
    parameters: {
      multipliers: [
        { multiplier: 1073741824, shift: -31 },
        { multiplier: 2147483647, shift: 5 },
        { multiplier: 0, shift: 0 },
        halves,
        { multiplier: 1234567890, shift: -24 },
        { multiplier: 1999999999, shift: -25 },
      ],
      bias: randomBias(6, 2 ** 30, 4),
      output: { format: int(8), scale: 1, zeroPoint: 9 },
    },
  },
  {
    title: 'int8 to uint8 with relu, lanes that do not divide the length',
    unit: 'requantize',
    inputs: [stream([7], { lanes: 3, zeroPoint: -20, scale: 0.1 })],
    parameters: {
      activation: 'relu',
      output: { format: uint(8), scale: 0.07, zeroPoint: 30 },
    },
  },
  {
    title: 'codes within limits that are narrower than the result: every code',
    unit: 'requantize',
    inputs: [stream([2], { format: int(4), scale: 0.1 })],
    parameters: { activation: 'relu_n1_to_1', output: { format: int(8), scale: 0.05 } },
  },
];
