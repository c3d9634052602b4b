import type { StreamHandle } from '../../generator/dsl/builder.js';
import { type DatapathMethods, datapath } from '../../generator/dsl/datapath.js';
import { int, uint } from '../../generator/dsl/formats.js';
import type { Datapath } from '../../generator/ir/datapath.js';

/** Rows of a tensor and elements of a row, one lane. */
export const rowShape = [4, 64] as const;

/** A unit's ways to compute one function of a row. */
export interface RowCase {
  readonly unit: string;
  readonly methods: readonly { readonly name: string; readonly design: Datapath }[];
}

type Build = (d: DatapathMethods, x: StreamHandle) => StreamHandle;

/** The unit between int8 codes and an output; it is called `unit`. */
const designOf = (scale: number, build: Build): Datapath =>
  datapath('accuracy', (d) => {
    const x = d.input('x', { shape: [...rowShape], format: int(8), scale, lanes: 1 });
    d.output('y', build(d, x));
  }).build({ baseDirectory: '.' });

const scoreScale = 1 / 16;
/** The only one that ITA's softmax is defined for. */
const itaScale = Math.LN2 / 32;

const softmax = (name: string, parameters: object, scale = scoreScale) => ({
  name,
  design: designOf(scale, (d, x) => d.softmax(x, { name: 'unit', ...parameters })),
});

const norm = (name: string, build: Build) => ({ name, design: designOf(scoreScale, build) });

const output = { format: int(8), scale: 1 / 32 };

export const rowCases: readonly RowCase[] = [
  {
    unit: 'softmax',
    methods: [
      softmax('tflite', { method: 'tflite' }),
      softmax('i-bert', { method: 'i-bert' }),
      softmax('online-base2', { method: 'online-base2' }),
      softmax('online-base2, wide', { method: 'online-base2', formats: 'wide' }),
      softmax('log-domain', { method: 'log-domain' }),
      softmax('log-domain, uint16', { method: 'log-domain', output: { format: uint(16) } }),
      softmax('ita (scores at ln 2 / 32)', { method: 'ita' }, itaScale),
    ],
  },
  {
    unit: 'layer_norm',
    methods: [
      norm('exact', (d, x) => d.layerNorm(x, { name: 'unit', output })),
      norm('i-bert', (d, x) => d.layerNorm(x, { name: 'unit', method: 'i-bert', output })),
    ],
  },
  {
    unit: 'rms_norm',
    methods: [norm('exact', (d, x) => d.rmsNorm(x, { name: 'unit', output }))],
  },
];
