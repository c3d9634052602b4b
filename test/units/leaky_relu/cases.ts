import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

export const cases: readonly UnitCase[] = [
  {
    title: '1 element: every code',
    unit: 'leaky_relu',
    inputs: [stream([1], { scale: 0.05, zeroPoint: -9 })],
    parameters: { alpha: 0.2, output: { scale: 0.04, zeroPoint: -60 } },
  },
  {
    title: 'negative alpha, single rounding, uint4 to int12, a last beat that is not full',
    unit: 'leaky_relu',
    inputs: [stream([7], { format: uint(4), lanes: 3, scale: 0.5, zeroPoint: 6 })],
    parameters: {
      alpha: -1.5,
      rounding: 'single',
      output: { format: int(12), scale: 0.013, zeroPoint: 5 },
    },
  },
  {
    title: 'int16: every code',
    unit: 'leaky_relu',
    inputs: [stream([1], { format: int(16), scale: 0.0005 })],
    parameters: { alpha: 0.2, output: { format: int(16), scale: 0.0004 } },
  },
  {
    title:
      'int16 with a zero point, negative alpha, single rounding, to int8: 7 elements at 3 lanes',
    unit: 'leaky_relu',
    inputs: [stream([7], { format: int(16), lanes: 3, scale: 0.0005, zeroPoint: -32768 + 5000 })],
    parameters: { alpha: -1.5, rounding: 'single', output: { scale: 0.2, zeroPoint: 5 } },
  },
  {
    title: 'int16, an alpha of 0 and a left shift: every code',
    unit: 'leaky_relu',
    inputs: [stream([1], { format: int(16), scale: 0.5 })],
    parameters: { alpha: 0, output: { format: int(16), scale: 0.03 } },
  },
];
