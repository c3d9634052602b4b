import { datapath } from '../../generator/dsl/datapath.js';
import { int, uint } from '../../generator/dsl/formats.js';
import type { FunctionDefinition } from '../../generator/functions/decimal.js';
import * as functions from '../../generator/functions/definitions.js';
import type { Quantization } from '../../generator/functions/samples.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import type { UnitKind } from '../../generator/units/index.js';

/** A unit's ways to compute one function, all between the same quantizations. */
export interface AccuracyCase {
  readonly unit: UnitKind;
  readonly definition: FunctionDefinition;
  readonly input: Quantization;
  readonly output: Quantization;
  readonly methods: readonly Method[];
}

interface Method {
  readonly name: string;
  /** Unit that has this method, where it is another. */
  readonly unit?: UnitKind;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Left out: the case's output is a parameter. */
  readonly ownOutput?: true;
}

const signed = (scale: number, zeroPoint = 0): Quantization => ({
  format: int(8),
  scale,
  zeroPoint,
});
const unsigned = (scale: number): Quantization => ({ format: uint(8), scale, zeroPoint: 0 });

const compiled: readonly Method[] = [
  { name: 'table', parameters: { method: 'table' } },
  { name: 'pwl', parameters: { method: 'pwl', multiplier: 'lut' } },
  {
    name: 'polynomial',
    parameters: { method: 'polynomial', multiplier: 'lut', segments: 8, segmentation: 'uniform' },
  },
];

const tflite = (unit?: UnitKind, ownOutput?: true): Method => ({
  name: 'tflite',
  parameters: unit ? {} : { method: 'tflite' },
  ...(unit ? { unit } : {}),
  ...(ownOutput ? { ownOutput } : {}),
});

const iBert: Method = { name: 'i-bert', parameters: { method: 'i-bert', multiplier: 'lut' } };

const wide = signed(1 / 16);

export const accuracyCases: readonly AccuracyCase[] = [
  ...one('elu', functions.elu(1), wide, wide),
  ...one('exp', functions.exp, signed(1 / 16, 127), unsigned(1 / 256), iBert),
  ...one('gelu', functions.gelu, wide, wide, iBert),
  ...one('hard_sigmoid', functions.hardSigmoid, wide, signed(1 / 256, -128)),
  ...one('hard_swish', functions.hardSwish, wide, wide, tflite()),
  ...one('leaky_relu', functions.leakyRelu(0.01), wide, wide, tflite()),
  ...one('log2', functions.log2, unsigned(1 / 16), signed(1 / 16)),
  ...one('reciprocal', functions.reciprocal, unsigned(1 / 16), unsigned(1 / 16)),
  ...one('rsqrt', functions.rsqrt, unsigned(1 / 16), unsigned(1 / 64)),
  ...one('sigmoid', functions.sigmoid, wide, signed(1 / 256, -128), tflite('logistic', true)),
  ...one('silu', functions.silu, wide, wide),
  ...one('softplus', functions.softplus, wide, wide),
  ...one('sqrt', functions.sqrt, unsigned(1 / 16), unsigned(1 / 64)),
  ...one('tanh', functions.tanh, wide, signed(1 / 128), tflite(undefined, true)),
];

function one(
  unit: UnitKind,
  definition: FunctionDefinition,
  input: Quantization,
  output: Quantization,
  ...more: readonly Method[]
): readonly AccuracyCase[] {
  return [{ unit, definition, input, output, methods: [...compiled, ...more] }];
}

/** The case's unit between an input that holds every code and an output. */
export const designOf = (
  { unit, input, output }: AccuracyCase,
  { parameters, ownOutput, unit: other }: Method,
): Datapath => ({
  ...datapath('accuracy', (d) => {
    d.output('y', d.input('x', { shape: [2 ** input.format.bits], ...input, lanes: 1 }));
  }).build({ baseDirectory: '.' }),
  nodes: [
    {
      kind: 'node',
      name: 'unit',
      unit: other ?? unit,
      parameters: { ...parameters, ...(ownOutput ? {} : { output }) },
      inputs: ['x'],
    },
  ],
  outputs: [{ kind: 'output', name: 'y', from: 'unit' }],
});
