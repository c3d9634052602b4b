import { int, uint } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import { randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const output = { scale: 0.03 };

const norm = (
  title: string,
  shape: readonly number[],
  more: Parameters<typeof stream>[1],
  parameters: Readonly<Record<string, unknown>>,
): UnitCase => ({ title, unit: 'layer_norm', inputs: [stream(shape, more)], parameters });

const affine = (row: number, scale = 0.02) => ({
  gamma: randomTensor([row], int(8), row, scale),
  beta: randomTensor([row], int(8), row + 1, scale),
});

/** A gamma without 0, which I-BERT divides by. */
const oddGamma = (row: number) => {
  const drawn = randomTensor([row], int(8), row, 0.02);
  return { ...drawn, data: narrow(drawn.data).map((code) => code | 1) };
};

export const cases: readonly UnitCase[] = [
  norm('rows of 64, 8 lanes', [4, 64], { lanes: 8 }, { output, ...affine(64) }),
  norm('2 elements: every pair of codes', [2], { scale: 0.02 }, { output }),
  norm('1 element: nothing but beta', [3, 1], {}, { output, ...affine(1) }),
  norm(
    'a tail, other lanes, a zero point',
    [3, 11],
    { lanes: 3, zeroPoint: -9 },
    {
      output: { scale: 0.02, zeroPoint: 7 },
      lanes: 4,
      ...affine(11),
    },
  ),
  norm('no epsilon, rows of one beat', [5, 3], { lanes: 3, scale: 0.001 }, { output, epsilon: 0 }),
  norm(
    'uint8 in, int16 out: two Newton steps',
    [2, 20],
    { format: uint(8), lanes: 2 },
    {
      output: { format: int(16), scale: 0.0003 },
      ...affine(20),
    },
  ),
  norm(
    'int16 in, one long row',
    [200],
    { format: int(16), scale: 0.001, lanes: 4 },
    {
      output,
      epsilon: 0.5,
    },
  ),
  norm(
    'i-bert: rows of 64, 8 lanes',
    [4, 64],
    { lanes: 8 },
    {
      method: 'i-bert',
      output,
      gamma: oddGamma(64),
      beta: randomTensor([64], int(8), 5, 0.02),
    },
  ),
  norm('i-bert: 2 elements, every pair of codes', [2], {}, { method: 'i-bert', output }),
  norm(
    'i-bert: a tail, uint8',
    [3, 7],
    { format: uint(8), lanes: 2 },
    {
      method: 'i-bert',
      output: { scale: 0.02, zeroPoint: 9 },
      lanes: 3,
      gamma: oddGamma(7),
    },
  ),
];
