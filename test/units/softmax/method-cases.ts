import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

/** ln 2 / 32: ITA's octave is 32 codes. */
export const itaScale = Math.LN2 / 32;

const softmax = (
  method: string,
  title: string,
  shape: readonly number[],
  more: Parameters<typeof stream>[1] = {},
  parameters: Readonly<Record<string, unknown>> = {},
): UnitCase => ({
  title: `${method}: ${title}`,
  unit: 'softmax',
  inputs: [stream(shape, more)],
  parameters: { method, ...parameters },
});

const eight = { lanes: 8 };
const wide = { output: { format: uint(16) } };

/** Every method at the length and the lanes of the figures, and at odd ones. */
export const cases: readonly UnitCase[] = [
  softmax('i-bert', 'rows of 64, 8 lanes', [4, 64], eight, eight),
  softmax('i-bert', '2 elements: every pair of codes, 16 bits', [2], { scale: 0.03 }, wide),
  softmax('i-bert', 'rows of one beat', [5, 3], { lanes: 3, scale: 0.6 }, { lanes: 3 }),
  softmax('log-domain', 'rows of 64, 8 lanes', [4, 64], eight, eight),
  softmax('log-domain', '2 elements: every pair of codes', [2], { scale: 0.2 }),
  softmax('log-domain', 'a tail, 16 bits', [3, 7], { lanes: 2 }, { lanes: 2, ...wide }),
  softmax('online-base2', 'rows of 64, 8 lanes', [4, 64], eight, eight),
  softmax(
    'online-base2',
    '2 elements in groups of 1: every pair',
    [2],
    { scale: 0.2 },
    { group: 1 },
  ),
  softmax(
    'online-base2',
    'wide, a last group that is short, a tail',
    [3, 19],
    { scale: 0.08, lanes: 2 },
    { lanes: 2, group: 4, formats: 'wide', output: { format: int(16) } },
  ),
  softmax('online-base2', '1 element', [1], { scale: 0.7 }, { output: { format: int(8) } }),
  softmax('ita', 'rows of 64, 8 lanes', [4, 64], { ...eight, scale: itaScale }, eight),
  softmax('ita', '2 elements: every pair of codes', [2], { scale: itaScale }, { group: 1 }),
  softmax(
    'ita',
    'a group of the whole row, lanes that do not divide it',
    [3, 11],
    { scale: itaScale },
    { lanes: 4, output: { format: uint(8) } },
  ),
];
