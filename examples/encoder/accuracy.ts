/**
 * The layer in every method against the same layer in real numbers: `npm run example:encoder`.
 */
import { runGolden } from '../../generator/golden.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { textTable } from '../../generator/report/table.js';
import {
  defaultMethods,
  encoder,
  encoderScales,
  iBertMethods,
  itaMethods,
  type Methods,
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

/** Root mean square of the error, of the output's own deviation, and the largest, in output codes. */
const accuracyOf = (methods: Methods) => {
  const design = encoder('encoder', { sizes: small, seed, methods });
  const bound = bindDatapath(design.build({ baseDirectory: '.' }));
  const [output] = bound.datapath.outputs;
  let squares = 0;
  let signal = 0;
  let largest = 0;
  let count = 0;
  for (const x of samples) {
    const real = realEncoder(small, weights, x).output;
    const streams = runGolden(bound, new Map([['x', codesOf(x)]]));
    const codes = streams.get(output?.from ?? '') ?? new Int32Array();
    real.forEach((value, i) => {
      const error = Number(codes[i]) - value / scales.output;
      squares += error * error;
      signal += (value / scales.output) * (value / scales.output);
      largest = Math.max(largest, Math.abs(error));
      count++;
    });
  }
  return {
    rootMeanSquare: Math.sqrt(squares / count),
    largest,
    decibels: 10 * Math.log10(signal / squares),
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
