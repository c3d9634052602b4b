import { int, uint } from '../../../generator/dsl/formats.js';
import { randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const output = { scale: 0.03 };

const norm = (
  title: string,
  shape: readonly number[],
  more: Parameters<typeof stream>[1],
  parameters: Readonly<Record<string, unknown>>,
): UnitCase => ({ title, unit: 'rms_norm', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  norm(
    'rows of 64, 8 lanes',
    [4, 64],
    { lanes: 8 },
    {
      output,
      gamma: randomTensor([64], int(8), 3, 0.02),
    },
  ),
  norm('2 elements: every pair of codes', [2], { scale: 0.02, zeroPoint: 3 }, { output }),
  norm(
    'a tail, uint8 around a zero point',
    [3, 11],
    { format: uint(8), zeroPoint: 120, lanes: 3 },
    {
      output: { scale: 0.02, zeroPoint: -7 },
      lanes: 4,
    },
  ),
  norm(
    '1 element, no epsilon, 16 bits',
    [1],
    { scale: 0.1 },
    {
      output: { format: int(16), scale: 0.0001 },
      epsilon: 0,
    },
  ),
];
