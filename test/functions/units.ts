import type { StreamHandle } from '../../generator/dsl/builder.js';
import { type DatapathMethods, datapath } from '../../generator/dsl/datapath.js';
import { int, uint } from '../../generator/dsl/formats.js';
import { Decimal } from '../../generator/functions/decimal.js';
import { pwl } from '../../generator/functions/methods.js';
import type { NumberFormat } from '../../generator/ir/format.js';

const byte = { format: int(8), scale: 1 / 256, zeroPoint: -128 };
const unsigned = { format: uint(8), scale: 1 / 32 };

/** A function that nobody has a unit of. */
const softsign = (x: Decimal): Decimal => x.div(x.abs().add(new Decimal(1)));

type Call = (d: DatapathMethods, x: StreamHandle) => StreamHandle;

/** Every way that the function compiler builds hardware. */
const methods: Readonly<Record<string, Call>> = {
  table: (d, x) => d.sigmoid(x, { method: 'table', output: byte }),
  lines: (d, x) => d.gelu(x, { method: 'pwl', segmentation: 'uniform', segments: 8 }),
  soft_lines: (d, x) => d.gelu(x, { name: 'soft', method: 'pwl', multiplier: 'lut', segments: 4 }),
  compared: (d, x) => d.silu(x, { method: 'pwl', segmentation: 'comparators' }),
  halves: (d, x) => d.silu(x, { name: 'halves', method: 'pwl', segments: 16, fold: true }),
  halved_table: (d, x) => d.tanh(x, { method: 'table', fold: true, error: 1 }),
  octaves: (d, x) => d.sqrt(x, { method: 'pwl', segmentation: 'octave', output: unsigned }),
  quadratic: (d, x) => d.softplus(x, { method: 'polynomial', segments: 4 }),
  cubic: (d, x) => d.elu(x, { method: 'polynomial', degree: 3, segments: 2, multiplier: 'lut' }),
  chords: (d, x) => d.sigmoid(x, { name: 'chords', method: 'table', interpolate: 16 }),
  softsign: (d, x) => d.map(x, pwl(softsign, { output: byte, symmetry: 'odd', error: 0.75 })),
};

/** Every unit that is a function of one code, by the method that it has where nobody says. */
const units: Readonly<Record<string, Call>> = {
  elu: (d, x) => d.elu(x),
  elu_tflite: (d, x) => d.elu(x, { name: 'lf', method: 'tflite' }),
  exp: (d, x) => d.exp(x, { output: unsigned }),
  exp_i_bert: (d, x) =>
    d.exp(x, {
      name: 'e',
      method: 'i-bert',
      output: { format: int(16), scale: 2 ** -14, zeroPoint: -7 },
    }),
  exp_soft: (d, x) => d.exp(x, { name: 'es', method: 'i-bert', multiplier: 'lut', output: byte }),
  exp_tflite: (d, x) => d.exp(x, { name: 'ef', method: 'tflite', output: byte }),
  gelu: (d, x) => d.gelu(x),
  gelu_tanh: (d, x) => d.gelu(x, { name: 'gt', form: 'tanh' }),
  gelu_i_bert: (d, x) =>
    d.gelu(x, { name: 'gi', method: 'i-bert', output: { format: int(16), scale: 2 ** -12 } }),
  gelu_soft: (d, x) => d.gelu(x, { name: 'gs', method: 'i-bert', multiplier: 'lut' }),
  gelu_tflite: (d, x) => d.gelu(x, { name: 'gf', method: 'tflite' }),
  hard_sigmoid: (d, x) => d.hardSigmoid(x),
  hard_swish: (d, x) => d.hardSwish(x, { method: 'pwl', output: { scale: 1 / 16 } }),
  leaky_relu: (d, x) => d.leakyRelu(x, { method: 'pwl', alpha: 0.3, output: { scale: 1 / 16 } }),
  log2: (d, x) => d.log2(x, { output: { scale: 1 / 16 } }),
  reciprocal: (d, x) => d.reciprocal(x, { output: { scale: 1 / 8 } }),
  rsqrt: (d, x) => d.rsqrt(x, { output: unsigned }),
  rsqrt_tflite: (d, x) =>
    d.rsqrt(x, { name: 'rf', method: 'tflite', output: { scale: 1 / 32, zeroPoint: -128 } }),
  sigmoid: (d, x) => d.sigmoid(x),
  silu: (d, x) => d.silu(x),
  softplus: (d, x) => d.softplus(x),
  sqrt: (d, x) => d.sqrt(x, { output: unsigned }),
  tanh: (d, x) => d.tanh(x, { method: 'cheapest' }),
};

export interface InputOptions {
  readonly format: NumberFormat;
  readonly scale: number;
  readonly zeroPoint: number;
  readonly elements: number;
  readonly lanes: number;
}

/** All of these side by side, fed by one input: one simulator proves them all. */
export const functionsOf = (
  which: 'methods' | 'units',
  { elements, ...stream }: InputOptions,
): ReturnType<ReturnType<typeof datapath>['build']> =>
  datapath('functions', (d) => {
    const x = d.input('x', { shape: [elements], ...stream });
    for (const [name, call] of Object.entries(which === 'methods' ? methods : units)) {
      d.output(`y_${name}`, call(d, x));
    }
  }).build({ baseDirectory: '.' });
