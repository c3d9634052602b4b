/**
 * The layer in every method against the same layer in real numbers: `npm run example:encoder`.
 */
import { runGolden } from '../../generator/golden.js';
import type { Codes } from '../../generator/ir/codes.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { textTable } from '../../generator/report/table.js';
import { contextCycles } from './context-cycles.js';
import {
  defaultMethods,
  encoder,
  encoderScales,
  iBertMethods,
  itaMethods,
  type Methods,
  type SparseOptions,
} from './encoder.js';
import { realEncoder } from './real-model.js';
import { small } from './sizes.js';
import { encoderWeights, tokenSamples } from './weights.js';

const seed = 1;
const samples = tokenSamples(small, 8, 99);
const weights = encoderWeights(small, seed);
const scales = encoderScales(small, seed);

const codesOf = (values: Float64Array): Int32Array =>
  Int32Array.from(values, (value) =>
    Math.min(127, Math.max(-128, Math.round(value / scales.input))),
  );

interface Accuracy {
  readonly rootMeanSquare: number;
  readonly largest: number;
  readonly decibels: number;
  /** Share of the scores that count, and of the attention that the tokens received that stay. */
  readonly counted: number;
  readonly attention: number;
  /** Cycles of shares x values that skip zeros, and those of data without any. */
  readonly context: { readonly dense: number; readonly measured: number };
}

/** Root mean square of the error, of the output's own deviation, and the largest, in output codes. */
const accuracyOf = (methods: Methods, sparse: SparseOptions = {}): Accuracy => {
  const design = encoder('encoder', { sizes: small, seed, methods, sparse });
  const bound = bindDatapath(design.build({ baseDirectory: '.' }));
  const [output] = bound.datapath.outputs;
  let squares = 0;
  let signal = 0;
  let largest = 0;
  let count = 0;
  const bits = { set: 0, all: 0 };
  const received = { kept: 0, all: 0 };
  const shares: Codes[] = [];
  for (const x of samples) {
    const real = realEncoder(small, weights, x).output;
    const streams = runGolden(bound, new Map([['x', codesOf(x)]]));
    const codesIn = (name: string): readonly number[] =>
      Array.from(streams.get(name) ?? [], Number);
    const codes = codesIn(output?.from ?? '');
    shares.push(streams.get('attention.softmax') ?? new Int32Array());
    for (const bit of codesIn('attention.mask')) {
      bits.set += bit;
      bits.all++;
    }
    const kept = sparse.keep
      ? codesIn('prune.kept')
      : Array.from({ length: small.tokens }, (_, t) => t);
    codesIn('prune.importance').forEach((sum, token) => {
      received.all += sum;
      if (kept.includes(token)) received.kept += sum;
    });
    codes.forEach((code, i) => {
      const token = kept[Math.floor(i / small.width)] as number;
      const value = (real[token * small.width + (i % small.width)] as number) / scales.output;
      const error = code - value;
      squares += error * error;
      signal += value * value;
      largest = Math.max(largest, Math.abs(error));
      count++;
    });
  }
  return {
    rootMeanSquare: Math.sqrt(squares / count),
    largest,
    decibels: 10 * Math.log10(signal / squares),
    counted: bits.all === 0 ? 1 : bits.set / bits.all,
    context: contextCycles(bound, shares),
    attention: received.all === 0 ? 1 : received.kept / received.all,
  };
};

const variants: readonly (readonly [string, Methods])[] = [
  ['tflite softmax, gelu to half a code', defaultMethods],
  ...(['i-bert', 'online-base2', 'ita', 'log-domain'] as const).map(
    (softmax) => [`softmax ${softmax}`, { ...defaultMethods, softmax }] as const,
  ),
  ...(['table', 'pwl', 'polynomial', 'i-bert'] as const).map(
    (gelu) => [`gelu ${gelu}`, { ...defaultMethods, gelu }] as const,
  ),
  ['gelu in its tanh form', { ...defaultMethods, geluForm: 'tanh' }],
  ['one rounding in requantizations', { ...defaultMethods, rounding: 'single' }],
  ['as I-BERT', iBertMethods],
  ['as ITA', itaMethods],
];

const rows = variants.map(([name, methods]) => {
  const { rootMeanSquare, largest, decibels } = accuracyOf(methods);
  return [name, rootMeanSquare.toFixed(3), largest.toFixed(2), decibels.toFixed(2)];
});
console.log(
  textTable(
    [
      { title: 'method' },
      { title: 'error, codes rms', align: 'right' },
      { title: 'largest', align: 'right' },
      { title: 'signal to noise dB', align: 'right' },
    ],
    rows,
  ),
);

const sparseVariants: readonly (readonly [string, SparseOptions])[] = [
  ['all', {}],
  ...[0.002, 0.005, 0.01, 0.02, 0.05, 0.1].map(
    (threshold) => [`scores from ${threshold} of the largest, 4 bits`, { threshold }] as const,
  ),
  ...[3, 8].map(
    (bits) => [`scores from 0.01 of the largest, ${bits} bits`, { threshold: 0.01, bits }] as const,
  ),
  ...[48, 32, 16].map((keep) => [`${keep} of 64 tokens`, { keep }] as const),
  ['32 of 64 tokens, scores from 0.01', { keep: 32, threshold: 0.01 }],
];

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const sparseRows = sparseVariants.map(([name, sparse]) => {
  const { rootMeanSquare, decibels, counted, attention, context } = accuracyOf(
    defaultMethods,
    sparse,
  );
  return [
    name,
    percent(counted),
    percent(attention),
    rootMeanSquare.toFixed(3),
    decibels.toFixed(2),
    `${context.measured.toFixed(0)} of ${context.dense}`,
  ];
});
console.log(
  textTable(
    [
      { title: 'sparse' },
      { title: 'scores that count', align: 'right' },
      { title: 'attention kept', align: 'right' },
      { title: 'error, codes rms', align: 'right' },
      { title: 'signal to noise dB', align: 'right' },
      { title: 'cycles of shares x values', align: 'right' },
    ],
    sparseRows,
  ),
);
