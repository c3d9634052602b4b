import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const topK = (
  title: string,
  shape: readonly number[],
  more: Parameters<typeof stream>[1],
  parameters: Readonly<Record<string, unknown>>,
): UnitCase => ({ title, unit: 'top_k', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  topK('1 of 1', [3, 1], {}, { k: 1 }),
  topK('all 5 of 3 bits, sorted: every row', [5], { format: int(3), lanes: 2 }, { k: 5 }),
  topK('indices of 5 of 3 bits: every row', [5], { format: uint(3) }, { k: 3, give: 'indices' }),
  topK(
    '4 of 17, rows behind each other',
    [4, 17],
    { lanes: 3 },
    { k: 4, give: 'indices', format: int(16) },
  ),
  topK(
    'all values of 5 of 3 bits where they stand: every row',
    [5],
    { format: int(3) },
    { k: 4, order: 'index' },
  ),
  topK(
    'indices of 3 of 7 in their order, rows behind each other',
    [5, 7],
    { format: int(4), lanes: 2 },
    { k: 3, give: 'indices', order: 'index' },
  ),
  topK('1 of 1 in its order', [3, 1], { format: int(5) }, { k: 1, order: 'index' }),
];
