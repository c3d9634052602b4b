import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const transpose = (
  title: string,
  shape: readonly number[],
  permutation: readonly number[],
  more: Parameters<typeof stream>[1] = {},
): UnitCase => ({
  title,
  unit: 'transpose',
  inputs: [stream(shape, more)],
  parameters: { permutation },
});

export const cases: readonly UnitCase[] = [
  transpose('2 x 2 elements of 4 bits: every input', [2, 2], [1, 0], { format: int(4) }),
  transpose('3 x 5', [3, 5], [1, 0]),
  transpose('3 x 5, lanes that cannot stay', [3, 5], [1, 0], { lanes: 4 }),
  transpose('rows and columns, a pixel a beat', [3, 4, 2], [1, 0, 2], { lanes: 2 }),
  transpose('rows and columns, part of a pixel a beat', [2, 3, 6], [1, 0, 2], { lanes: 4 }),
  transpose('images to channels first', [2, 3, 4], [2, 0, 1]),
  transpose('channels first to last', [2, 3, 4], [1, 2, 0]),
  transpose('all axes turned round', [2, 3, 4], [2, 1, 0]),
  transpose('columns and channels, a block a row', [5, 2, 3], [0, 2, 1], { format: uint(3) }),
  transpose('four axes, blocks, an axis of size 1', [3, 2, 1, 5, 4], [0, 3, 2, 1, 4], { lanes: 4 }),
  transpose('two pairs exchanged', [2, 3, 2, 2], [2, 1, 0, 3], { lanes: 2 }),
  transpose('int40', [2, 3], [1, 0], { format: int(40) }),
];
