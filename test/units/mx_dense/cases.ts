import { e8m0, int, mxfp4, mxfp6, mxfp8, mxint8, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import type { MxFormat } from '../../../generator/ir/format.js';
import { elementUnits } from '../../../generator/ir/formats/microscaling.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

/** Weights of every code, with scales about 1 or of the whole range. */
const randomWeights = (
  [outputs, inputs]: readonly [number, number],
  format: MxFormat,
  spread: number,
) => {
  const next = randomIntegers(7);
  const blocks = Math.ceil(inputs / 32);
  const finite = elementUnits(format).flatMap((value, code) => (value === undefined ? [] : [code]));
  const codes = Array.from(
    { length: outputs * inputs },
    () => finite[next() % finite.length] as number,
  );
  const scales = Array.from(
    { length: outputs * blocks },
    () => Math.max(0, 127 - Math.floor(spread / 2)) + (next() % spread),
  );
  return {
    weights: tensor.fromCodes(codes, [outputs, inputs], format, { scale: 0.25 }),
    weightScales: tensor.fromCodes(scales, [outputs, blocks], e8m0()),
  };
};

interface Options {
  readonly shape?: readonly number[];
  readonly lanes?: number;
  readonly scaleLanes?: number;
  readonly spread?: number;
  readonly biased?: boolean;
  readonly [parameter: string]: unknown;
}

export const denseCase = (
  title: string,
  [activation, weight]: readonly [MxFormat, MxFormat],
  [outputs, inputs]: readonly [number, number],
  array: Readonly<Record<string, unknown>>,
  options: Options = {},
): UnitCase => {
  const { shape = [inputs], lanes = 1, scaleLanes = 1, spread = 9, biased, ...more } = options;
  const blocks = Math.ceil(inputs / 32);
  const bias = Array.from({ length: outputs }, (_, i) => (i % 3 === 1 ? 0 : (i - 2) * 3.3));
  return {
    title,
    unit: 'mx_dense',
    inputs: [
      stream(shape, { format: activation, scale: 0.05, lanes }),
      stream([...shape.slice(0, -1), blocks], { format: e8m0(), scale: 1, lanes: scaleLanes }),
    ],
    parameters: {
      array,
      ...randomWeights([outputs, inputs], weight, spread),
      ...(biased ? { bias: tensor.float32(bias) } : {}),
      ...more,
    },
  };
};

const e4m3 = mxfp8('e4m3');
const e5m2 = mxfp8('e5m2');
const e3m2 = mxfp6('e3m2');
const e2m3 = mxfp6('e2m3');
const e2m1 = mxfp4();
const int8 = mxint8();

const toInt8 = { output: { format: int(8), scale: 0.3, zeroPoint: -5 } };

export const cases: readonly UnitCase[] = [
  denseCase('one product: every element with every scale', [e4m3, e2m1], [1, 1], {}),
  denseCase(
    'mxfp4, several blocks, lanes that divide',
    [e2m1, e2m1],
    [6, 96],
    { pe: 2, simd: 16, multiplier: 'lut' },
    { lanes: 8 },
  ),
  denseCase(
    'mxint8, a short last block, a bias, to int8',
    [int8, int8],
    [5, 75],
    { pe: 2, simd: 8 },
    { biased: true, lanes: 3, ...toInt8 },
  ),
  denseCase(
    'mxfp8e5m2, a block a cycle, weights of the whole range of scales, relu',
    [e5m2, e5m2],
    [4, 64],
    { pe: 2, simd: 32 },
    { spread: 255, lanes: 32, activation: 'relu' },
  ),
  denseCase(
    'mxfp8e4m3, one product a cycle, rows of a matrix',
    [e4m3, e4m3],
    [3, 40],
    {},
    { shape: [2, 40], guardBits: 0 },
  ),
  denseCase(
    'mxfp6e3m2, a bias of every output, scales of two lanes',
    [e3m2, e3m2],
    [4, 64],
    { pe: 3, simd: 4 },
    { biased: true, scaleLanes: 2, guardBits: 20 },
  ),
  denseCase(
    'mxfp6e2m3, rows shorter than a block, relu6 to uint8',
    [e2m3, e2m3],
    [7, 9],
    { pe: 7, simd: 2 },
    { shape: [3, 9], output: { format: uint(8), scale: 0.1 }, activation: 'relu6' },
  ),
  denseCase(
    'mxfp8e4m3 x mxfp4, the end of a vector within a beat',
    [e4m3, e2m1],
    [3, 37],
    { pe: 1, simd: 16 },
    { shape: [2, 37], lanes: 5, biased: true },
  ),
  denseCase(
    'mxfp8e5m2 x mxint8, to int16',
    [e5m2, int8],
    [2, 64],
    { pe: 2, simd: 1 },
    { output: { format: int(16), scale: 0.001 } },
  ),
  denseCase('mxfp6e3m2 x mxfp8e5m2, a single block', [e3m2, e5m2], [4, 32], { pe: 2, simd: 32 }),
];
