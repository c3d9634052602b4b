import { compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int, uint } from '../../generator/dsl/formats.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { proveFaults } from '../support/prove-faults.js';
import { flippingBit, replacing, type Sabotage } from '../support/sabotage.js';
import { randomTensor } from '../support/streams.js';

/** Faults in arrays and units with streams of their own, one in each: the proof tells them from good ones. */
const design = datapath('products', (d) => {
  const output = { format: int(8), scale: 0.3 };
  const image = d.input('image', { shape: [5, 4, 2], format: int(8), scale: 0.05, zeroPoint: -11 });
  const convolved = d.rowStationaryConv2d(image, {
    name: 'strips',
    weights: randomTensor([2, 3, 3, 2], int(8), 5, 0.01),
    padding: 'same',
    array: { columns: 2 },
    output,
  });
  d.output('convolved', convolved);

  const mask = d.input('mask', { shape: [4, 6], format: uint(1), scale: 1, lanes: 2 });
  const left = d.input('left', { shape: [4, 6], format: int(8), scale: 0.05, lanes: 3 });
  const right = d.input('right', { shape: [6, 6], format: int(8), scale: 0.05, lanes: 3 });
  const product = d.sampledMatmul(mask, left, right, { array: { simd: 3 }, output });
  d.output('product', product);

  const row = { shape: [3, 4], format: int(8), lanes: 2 } as const;
  const a = d.input('a', { ...row, scale: 0.05, zeroPoint: 4 });
  const b = d.input('b', { ...row, scale: 0.02 });
  d.output('distance', d.squaredDifference(a, b, { name: 'distance', output }));

  const table = d.input('table', { shape: [5, 4], format: int(8), scale: 1, lanes: 2 });
  const indices = d.input('indices', { shape: [6], format: uint(4), scale: 1 });
  d.output('rows', d.gather(table, indices, { name: 'rows' }));

  const scores = d.input('scores', { shape: [4, 6], format: int(8), scale: 0.05, lanes: 2 });
  d.output('near', d.thresholdMask(scores, { threshold: 0.3 }));
}).build({ baseDirectory: '.' });

const compiled = compile(design);
const inputs = stimulusFor(design.inputs, 12, 1);
const library = (name: string): string => `rtl/${name}.v`;

const faults: readonly Sabotage[] = [
  {
    title: 'a weight of a kernel row',
    file: 'rtl/products_strips_weights.v',
    edit: flippingBit(0, 3),
  },
  {
    title: 'a kernel row that meets the sums of the step before',
    file: 'rtl/products_strips_array.v',
    edit: replacing('weight_q[(row-1)*WEIGHT_BITS+:WEIGHT_BITS]', 'weight_q[WEIGHT_BITS-1:0]'),
  },
  {
    title: 'rows of a strip that are read before the last has come',
    file: library('sinter_rows'),
    edit: replacing('wire pop = full_q[read_half_q] && (', 'wire pop = ('),
  },
  {
    title: 'a sum that nobody asked for and that was there before',
    file: library('sinter_sampled'),
    edit: replacing("sum_q <= {ACC_BITS{1'b0}};", 'sum_q <= sum_q;'),
  },
  {
    title: 'a row of the right matrix for its neighbour',
    file: library('sinter_sampled'),
    edit: replacing('distance = i * STEPS_VALUE', 'distance = (LANES - 1 - i) * STEPS_VALUE'),
  },
  {
    title: 'a square that does not wait',
    file: library('sinter_square'),
    edit: replacing('if (enable) begin', 'begin'),
  },
  {
    title: 'an index beyond the last row that is not kept within',
    file: library('sinter_gather'),
    edit: replacing('(index > last_row) ? last_row : index', 'index'),
  },
  {
    title: 'a row that is read before its matrix has come',
    file: library('sinter_gather'),
    edit: replacing('row_valid_q && full_q[row_half_q] &&', 'row_valid_q &&'),
  },
  {
    title: 'a limit one too low',
    file: library('sinter_row_within'),
    edit: replacing("{1'b0, LIMIT} + 1'b1", "{1'b0, LIMIT}"),
  },
];

proveFaults('faults in products and units with several streams', compiled, inputs, faults);
