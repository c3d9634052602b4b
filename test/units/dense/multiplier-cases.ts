import { flint, int, olive, uint } from '../../../generator/dsl/formats.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const layer = (
  [inputFormat, weightFormat]: readonly [NumberFormat, NumberFormat],
  inputs: number,
  array: Readonly<Record<string, unknown>>,
): Omit<UnitCase, 'title'> => ({
  unit: 'dense',
  inputs: [stream([inputs], { format: inputFormat, lanes: Math.min(inputs, 3), scale: 0.05 })],
  parameters: {
    weights: randomTensor([5, inputs], weightFormat, 31 + inputs, 0.01),
    bias: randomBias(5, 50, inputs),
    array,
    output: { format: int(8), scale: 0.02 },
  },
});

/** What products are made of, and several of them in one multiplier. */
export const multiplierCases: readonly UnitCase[] = [
  {
    title: 'int8 x int8 out of look-up tables, every input',
    ...layer([int(8), int(8)], 2, { pe: 5, simd: 2, multiplier: 'lut' }),
  },
  {
    title: 'uint5 x int3 out of look-up tables',
    ...layer([uint(5), int(3)], 7, { pe: 2, simd: 3, multiplier: 'lut' }),
  },
  {
    title: 'flint4 x flint5 out of look-up tables',
    ...layer([flint(4), flint(5)], 7, { pe: 2, simd: 3, multiplier: 'lut' }),
  },
  {
    title: 'int8 x pairs out of look-up tables',
    ...layer([int(8), olive()], 10, { pe: 2, simd: 4, multiplier: 'lut' }),
  },
  {
    title: 'pairs x pairs out of look-up tables',
    ...layer([olive(), olive()], 6, { pe: 5, simd: 2, multiplier: 'lut' }),
  },
  {
    title: 'int8 x int8 in multipliers that are asked for',
    ...layer([int(8), int(8)], 7, { pe: 2, simd: 3, multiplier: 'dsp' }),
  },
  {
    title: 'two int8 x int8 a multiplier, every input, one left over',
    ...layer([int(8), int(8)], 2, { pe: 5, simd: 1, packing: 2 }),
  },
  {
    title: 'four int4 x int4 a multiplier, every input',
    ...layer([int(4), int(4)], 4, { pe: 4, simd: 4, packing: 4 }),
  },
  {
    title: 'four uint3 x int5 a multiplier, several folds',
    ...layer([uint(3), int(5)], 7, { pe: 4, simd: 3, packing: 4 }),
  },
];

/** Some of these, for every run. */
export const quickMultiplierCases = multiplierCases.filter((_, i) => [1, 3, 5, 6, 8].includes(i));
