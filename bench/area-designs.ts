import { datapath } from '../generator/dsl/datapath.js';
import { int, uint } from '../generator/dsl/formats.js';
import { tensor } from '../generator/dsl/tensor.js';
import type { Datapath } from '../generator/ir/datapath.js';
import { sizeOf } from '../generator/ir/tensor.js';
import { randomIntegers } from '../generator/numeric/random.js';
import { cfuPlayground, ita, itaGelu, nngen, nngenMatmul, nvdla, type Peer } from './peers.js';

/** A design of which one module is synthesized. */
export interface AreaDesign {
  readonly title: string;
  readonly datapath: Datapath;
  readonly module: string;
  readonly targets: readonly ('xc7' | 'ecp5' | 'ice40')[];
  readonly peers: readonly Peer[];
}

const options = { baseDirectory: '.' };

/** Seeded codes over the whole range of int8. */
const randomWeights = (shape: readonly number[]) => {
  const next = randomIntegers(1);
  const codes = Array.from({ length: sizeOf(shape) }, () => (next() % 256) - 128);
  return tensor.fromCodes(codes, shape, int(8), { scale: 0.01 });
};

const convolution = datapath('convolution', (d) => {
  const x = d.input('x', { shape: [8, 8, 8], format: int(8), scale: 0.05, lanes: 8 });
  const y = d.conv2d(x, {
    name: 'conv',
    weights: randomWeights([16, 3, 3, 8]),
    padding: 'same',
    array: { pe: 2, simd: 72 },
    output: { format: int(8), scale: 1 },
  });
  d.output('y', y);
});

/** Multipliers as trained networks have them: 31 random bits, factors of 2^-11 or so. */
const requantizer = (name: string, channels: number) =>
  datapath(name, (d) => {
    const next = randomIntegers(2);
    const x = d.input('x', { shape: [64, channels], format: int(26), scale: 1, lanes: 1 });
    const multipliers = Array.from({ length: channels }, () => ({
      multiplier: 2 ** 30 + (next() % 2 ** 30),
      shift: -11 - (channels > 1 ? next() % 4 : 0),
    }));
    const output = { format: int(8), scale: 1, zeroPoint: -3 };
    d.output('y', d.requantize(x, { name: 'scale', multipliers, output }));
  });

const dotProduct = (name: string, simd: number) =>
  datapath(name, (d) => {
    const x = d.input('x', { shape: [32], format: int(8), scale: 0.05, lanes: simd });
    const y = d.dense(x, {
      name: 'dense',
      weights: randomWeights([4, 32]),
      array: { pe: 1, simd },
      output: { format: int(8), scale: 1 },
    });
    d.output('y', y);
  });

/** Every code once. */
const gelu = (name: string, parameters: object) =>
  datapath(name, (d) => {
    const x = d.input('x', { shape: [256], format: int(8), scale: 1 / 16, lanes: 1 });
    d.output('y', d.gelu(x, { name: 'gelu', ...parameters }));
  }).build(options);
const product = (name: string, dataflow: 'output-stationary' | 'weight-stationary') =>
  datapath(name, (d) => {
    const operand = { shape: [64, 64], format: int(8), scale: 0.05, lanes: 1 };
    const y = d.matmul(d.input('a', operand), d.input('b', operand), {
      name: 'matmul',
      array: { dataflow, rows: 4, columns: 8 },
      output: { format: int(8), scale: 1 },
    });
    d.output('y', y);
  });

const stripConvolution = datapath('strips', (d) => {
  const x = d.input('x', { shape: [8, 8, 4], format: int(8), scale: 0.05, lanes: 1 });
  const y = d.rowStationaryConv2d(x, {
    name: 'conv',
    weights: randomWeights([8, 3, 3, 4]),
    padding: 'same',
    array: { columns: 4 },
    output: { format: int(8), scale: 1 },
  });
  d.output('y', y);
});

const sampledProduct = datapath('sampled', (d) => {
  const mask = d.input('mask', { shape: [16, 16], format: uint(1), scale: 1, lanes: 4 });
  const a = d.input('a', { shape: [16, 16], format: int(8), scale: 0.05, lanes: 8 });
  const b = d.input('b', { shape: [16, 16], format: int(8), scale: 0.05, lanes: 8 });
  const y = d.sampledMatmul(mask, a, b, {
    name: 'product',
    array: { simd: 8 },
    output: { format: int(8), scale: 1 },
  });
  d.output('y', y);
});

const nearest = datapath('nearest', (d) => {
  const x = d.input('x', { shape: [16, 16], format: int(8), scale: 0.05, lanes: 4 });
  d.output('y', d.thresholdMask(x, { name: 'mask', threshold: 0.1, lanes: 4 }));
});

const tableRows = datapath('picked', (d) => {
  const x = d.input('x', { shape: [16, 16], format: int(8), scale: 0.05, lanes: 4 });
  const indices = d.input('indices', { shape: [16], format: uint(4), scale: 1, lanes: 1 });
  d.output('y', d.gather(x, indices, { name: 'rows' }));
});

const distances = datapath('distance', (d) => {
  const a = d.input('a', { shape: [16, 16], format: int(8), scale: 0.05, lanes: 4 });
  const b = d.input('b', { shape: [16, 16], format: int(8), scale: 0.02, lanes: 4 });
  const output = { format: int(8), scale: 0.3 };
  d.output('y', d.squaredDifference(a, b, { name: 'square', output }));
});

export const areaDesigns: readonly AreaDesign[] = [
  {
    title: 'conv2d 3 x 3, 8 x 8 x 8 -> 16, int8, 144 multipliers',
    datapath: convolution.build(options),
    module: 'convolution_conv',
    targets: ['xc7', 'ecp5'],
    peers: [nngen],
  },
  {
    title: 'requantizer, one lane, 26-bit accumulator, constants of the tensor',
    datapath: requantizer('requantize_tensor', 1).build(options),
    module: 'requantize_tensor_scale_requantize',
    targets: ['xc7', 'ecp5', 'ice40'],
    peers: [cfuPlayground, ita],
  },
  {
    title: 'requantizer, the same, constants of 16 channels',
    datapath: requantizer('requantize_channels', 16).build(options),
    module: 'requantize_channels_scale_requantize',
    targets: ['xc7', 'ecp5'],
    peers: [],
  },
  {
    title: 'GELU, int8, one lane: table, correctly rounded',
    datapath: gelu('gelu_table', { method: 'table' }),
    module: 'gelu_table_gelu_lookup',
    targets: ['xc7', 'ecp5'],
    peers: [itaGelu],
  },
  {
    title: 'GELU, the same: pwl within one step, no multiplier',
    datapath: gelu('gelu_pwl', { method: 'pwl', multiplier: 'lut' }),
    module: 'gelu_pwl_gelu_function',
    targets: ['xc7', 'ecp5'],
    peers: [itaGelu],
  },
  {
    title: 'GELU, the same: i-bert, products of look-up tables',
    datapath: gelu('gelu_i_bert', { method: 'i-bert', multiplier: 'lut' }),
    module: 'gelu_i_bert_gelu_function',
    targets: ['xc7', 'ecp5'],
    peers: [],
  },
  {
    title: 'matmul 64 x 64 x 64, int8, 4 x 8 multipliers, output stationary',
    datapath: product('product', 'output-stationary').build(options),
    module: 'product_matmul',
    targets: ['xc7', 'ecp5'],
    peers: [nngenMatmul],
  },
  {
    title: 'matmul 64 x 64 x 64, int8, 4 x 8 multipliers, weight stationary',
    datapath: product('product_weights', 'weight-stationary').build(options),
    module: 'product_weights_matmul',
    targets: ['xc7', 'ecp5'],
    peers: [],
  },
  {
    title: 'PE array, 8 int8 MACs, weights in ROM',
    datapath: dotProduct('dot_product', 8).build(options),
    module: 'dot_product_dense_array',
    targets: ['xc7', 'ecp5', 'ice40'],
    peers: [nvdla],
  },
  {
    title: 'PE array, 2 int8 MACs, weights in ROM',
    datapath: dotProduct('dot_product_2', 2).build(options),
    module: 'dot_product_2_dense_array',
    targets: ['xc7', 'ecp5'],
    peers: [],
  },
  {
    title: 'conv2d 3 x 3, 8 x 8 x 4 -> 8, int8, row stationary, 3 x 4 multipliers',
    datapath: stripConvolution.build(options),
    module: 'strips_conv',
    targets: ['xc7', 'ecp5'],
    peers: [],
  },
  {
    title: 'sampled_matmul 16 x 16 x 16, int8, 8 multipliers',
    datapath: sampledProduct.build(options),
    module: 'sampled_product',
    targets: ['xc7', 'ecp5'],
    peers: [],
  },
  {
    title: 'threshold_mask, rows of 16 int8, 4 lanes',
    datapath: nearest.build(options),
    module: 'nearest_mask',
    targets: ['xc7', 'ecp5'],
    peers: [],
  },
  {
    title: 'gather, 16 of 16 rows of 16 int8, 4 lanes',
    datapath: tableRows.build(options),
    module: 'picked_rows',
    targets: ['xc7', 'ecp5'],
    peers: [],
  },
  {
    title: 'squared_difference, int8, 4 lanes',
    datapath: distances.build(options),
    module: 'distance_square',
    // On xc7 Yosys 0.55 packs the difference as a pre-adder and drops the second factor of the square.
    targets: ['ecp5'],
    peers: [],
  },
];
