import {
  binary,
  codebook,
  flint,
  int,
  powerOfTwo,
  ternary,
} from '../../../generator/dsl/formats.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const layer = (
  format: NumberFormat,
  more: Readonly<Record<string, unknown>> = {},
  scale = 0.4,
): Omit<UnitCase, 'title'> => ({
  unit: 'dense',
  inputs: [stream([9], { lanes: 3, zeroPoint: 3, scale: 0.05 })],
  parameters: {
    weights: randomTensor([6, 9], int(8), 7, [0.01, 0.002, 0.03, 0.0001, 0.01, 0.005]),
    bias: randomBias(6, 5000, 4),
    array: { pe: 2, simd: 3 },
    output: { format, scale },
    ...more,
  },
});

/** Results in formats that are no integers. */
export const outputCases: readonly UnitCase[] = [
  { title: 'int8 to binary, thresholds of each channel', ...layer(binary()) },
  { title: 'to ternary, several lanes', ...layer(ternary(), { array: { pe: 6, simd: 9 } }) },
  { title: 'to flint4 with relu', ...layer(flint(4), { activation: 'relu' }, 0.05) },
  { title: 'to powerOfTwo4', ...layer(powerOfTwo(4), {}, 0.05) },
  {
    title: 'to a codebook of five, relu6',
    ...layer(codebook([9, -3, 40, 0, 4]), { activation: 'relu6' }),
  },
  {
    title: 'to ternary, one threshold set for all channels',
    ...layer(ternary(), { weights: randomTensor([6, 9], int(8), 7, 0.01), bias: undefined }, 2),
  },
  {
    title: 'binary to binary',
    unit: 'dense',
    inputs: [stream([24], { format: binary(), scale: 1, lanes: 8 })],
    parameters: {
      weights: randomTensor([10, 24], binary(), 3, 1),
      bias: randomBias(10, 4, 4),
      array: { pe: 5, simd: 8 },
      output: { format: binary(), scale: 1 },
    },
  },
];

/** Some of these, for every run. */
export const quickOutputCases = outputCases.filter((_, i) => [0, 2, 4, 6].includes(i));
