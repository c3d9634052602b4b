import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const argmax = (
  title: string,
  shape: readonly number[],
  more: Parameters<typeof stream>[1] = {},
  parameters: Readonly<Record<string, unknown>> = {},
): UnitCase => ({ title, unit: 'argmax', inputs: [stream(shape, more)], parameters });

export const cases: readonly UnitCase[] = [
  argmax('1 element', [1]),
  argmax('5 elements of 3 bits: every row', [5], { format: int(3), lanes: 2 }),
  argmax('rows of one beat, int32 indices', [4, 3], { lanes: 3 }, { format: int(32) }),
  argmax('a tail, unsigned', [3, 11], { format: uint(8), lanes: 2 }, { lanes: 4 }),
];
