import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const mask = (
  title: string,
  shape: readonly number[],
  more: Parameters<typeof stream>[1],
  parameters: Readonly<Record<string, unknown>>,
): UnitCase => ({ title, unit: 'threshold_mask', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  mask('1 element, which is the largest', [1], {}, { threshold: 0.5 }),
  mask('5 of 3 bits: every row', [5], { format: uint(3), scale: 0.4 }, { threshold: 0.4 }),
  mask('3 of 10, other lanes', [3, 10], { lanes: 4 }, { threshold: 0.02, lanes: 3 }),
  mask(
    'causal, two matrices, lanes that divide',
    [2, 8, 8],
    { lanes: 4, scale: 0.1 },
    { threshold: 0.1, causal: true, lanes: 4 },
  ),
  mask(
    'padded, only the largest, int16',
    [4, 7],
    { format: int(16), lanes: 2 },
    { threshold: 1, length: 5, lanes: 2 },
  ),
  mask('every distance within the limit', [2, 6], { scale: 1e-6 }, { threshold: 0.5, lanes: 2 }),
];
