import { datapath } from '../generator/dsl/datapath.js';
import {
  binary,
  codebook,
  e8m0,
  flint,
  int,
  mxfp4,
  mxfp6,
  mxfp8,
  mxint8,
  olive,
  powerOfTwo,
  ternary,
} from '../generator/dsl/formats.js';
import { tensor } from '../generator/dsl/tensor.js';
import type { Datapath } from '../generator/ir/datapath.js';
import { formatName, type MxFormat, type NumberFormat, rangeOf } from '../generator/ir/format.js';
import { randomIntegers } from '../generator/numeric/random.js';

/** A dense layer in two formats, of which the array is synthesized. */
export interface FormatDesign {
  readonly title: string;
  readonly datapath: Datapath;
  readonly module: string;
  /** Files that are left out: the memory of the weights. */
  readonly apart: readonly string[];
}

export const formatShape = { outputs: 8, inputs: 128, pe: 2, simd: 8 } as const;

const randomWeights = (format: NumberFormat) => {
  const { outputs, inputs } = formatShape;
  const next = randomIntegers(1);
  const { minimum, maximum } = rangeOf(format);
  const codes = Array.from(
    { length: outputs * inputs },
    () => minimum + (next() % (maximum - minimum + 1)),
  );
  return tensor.fromCodes(codes, [outputs, inputs], format, { scale: 0.01 });
};

const layer = (
  input: NumberFormat,
  weights: NumberFormat,
  array: Readonly<Record<string, unknown>>,
  text: string = formatName(weights),
): FormatDesign => {
  const { inputs, pe, simd } = formatShape;
  const variant = Object.values(array).join('_');
  const name = `${formatName(input)}_${text}_${variant}`.toLowerCase().replace(/\W/g, '_');
  return {
    title: `${formatName(input)} x ${text}, ${Object.entries(array)
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(', ')}`,
    datapath: datapath(name, (d) => {
      const x = d.input('x', { shape: [inputs], format: input, scale: 0.05, lanes: simd });
      const y = d.dense(x, {
        name: 'dense',
        weights: randomWeights(weights),
        array: { pe, simd, ...array } as { pe: number; simd: number },
        output: { format: int(8), scale: 0.5 },
      });
      d.output('y', y);
    }).build({ baseDirectory: '.' }),
    module: `${name}_dense_array`,
    apart: [`${name}_dense_weights.v`],
  };
};

const sixteen = codebook([-127, -90, -66, -48, -34, -22, -13, -4, 4, 13, 22, 34, 48, 66, 90, 127]);
/** The same of 16 bits, as GOBO's centroids are. */
const wideSixteen = codebook(sixteen.values.map((value) => 257 * value));
const lut = { multiplier: 'lut' };
const lookUp = { ...lut, centroids: 'look-up' };
const accumulate = { ...lut, centroids: 'accumulate' };

/** A layer in formats of Microscaling, weights converted from reals of one spread. */
const mxLayer = (
  activation: MxFormat,
  weight: MxFormat,
  { pe, simd }: { readonly pe: number; readonly simd: 8 | 16 } = formatShape,
): FormatDesign => {
  const { outputs, inputs } = formatShape;
  const next = randomIntegers(1);
  const real = Array.from({ length: outputs * inputs }, () => (next() % 4097) / 2048 - 1);
  const { elements, scales } = tensor.mx(real, weight, { shape: [outputs, inputs] });
  const name = `${formatName(activation)}_${formatName(weight)}_${pe}_${simd}_lut`;
  const folding = pe === formatShape.pe ? '' : `pe ${pe}, simd ${simd}, `;
  return {
    title: `${formatName(activation)} x ${formatName(weight)}, ${folding}multiplier lut`,
    datapath: datapath(name, (d) => {
      const x = d.input('x', { shape: [inputs], format: activation, lanes: simd });
      const s = d.input('s', { shape: [Math.ceil(inputs / 32)], format: e8m0() });
      const array = { pe, simd, multiplier: 'lut' } as const;
      const parameters = { name: 'dense', weights: elements, weightScales: scales, array };
      d.output('y', d.mxDense(x, s, parameters));
    }).build({ baseDirectory: '.' }),
    module: `${name}_dense_array`,
    apart: [`${name}_dense_weights.v`, `${name}_dense_weight_scales.v`],
  };
};

/** Microscaling: the six formats, and narrow weights under wide activations. */
export const mxDesigns = (): readonly FormatDesign[] => [
  mxLayer(mxfp4(), mxfp4()),
  mxLayer(mxfp6('e2m3'), mxfp6('e2m3')),
  mxLayer(mxfp6('e3m2'), mxfp6('e3m2')),
  mxLayer(mxint8(), mxint8()),
  mxLayer(mxfp8('e4m3'), mxfp8('e4m3')),
  mxLayer(mxfp8('e5m2'), mxfp8('e5m2')),
  mxLayer(mxint8(), mxfp4()),
  mxLayer(mxfp8('e4m3'), mxfp4()),
  mxLayer(mxfp4(), mxfp4(), { pe: 1, simd: 16 }),
  mxLayer(mxint8(), mxint8(), { pe: 1, simd: 16 }),
];

/** The first is what all others are compared with. */
export const formatDesigns = (): readonly FormatDesign[] => [
  layer(int(8), int(8), lut),
  layer(int(8), int(8), { multiplier: 'auto' }),
  layer(int(8), int(8), { packing: 2 }),
  layer(int(8), int(4), lut),
  layer(int(4), int(4), lut),
  layer(int(4), int(4), { pe: 4, simd: 4, packing: 4 }),
  layer(int(2), int(2), lut),
  layer(int(8), ternary(), lut),
  layer(int(8), binary(), lut),
  layer(ternary(), ternary(), lut),
  layer(binary(), binary(), lut),
  layer(int(8), powerOfTwo(4), lut),
  layer(int(8), flint(4, { signed: true }), lut),
  layer(flint(4), flint(4, { signed: true }), lut),
  layer(int(8), sixteen, lookUp),
  layer(int(8), sixteen, accumulate),
  layer(int(8), wideSixteen, lookUp, 'codebook16 of 16 bits'),
  layer(int(8), wideSixteen, accumulate, 'codebook16 of 16 bits'),
  layer(int(8), olive(), lut),
  layer(olive(), olive(), lut),
  ...mxDesigns(),
];
