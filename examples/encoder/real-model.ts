import type { Sizes } from './sizes.js';
import type { Affine, EncoderWeights, Linear } from './weights.js';

/** The layer in real numbers, for the scales of the integer one and to measure it against. */

const linearOf = ({ outputs, inputs, weights, bias }: Linear, x: Float64Array): Float64Array => {
  const rows = x.length / inputs;
  const y = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < outputs; o++) {
      let sum = bias[o] as number;
      for (let i = 0; i < inputs; i++) {
        sum += (weights[o * inputs + i] as number) * (x[row * inputs + i] as number);
      }
      y[row * outputs + o] = sum;
    }
  }
  return y;
};

const normalized = ({ gamma, beta }: Affine, x: Float64Array): Float64Array => {
  const width = gamma.length;
  const y = new Float64Array(x.length);
  for (let from = 0; from < x.length; from += width) {
    const row = x.subarray(from, from + width);
    const mean = row.reduce((a, b) => a + b, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / width;
    const deviation = Math.sqrt(variance);
    for (let c = 0; c < width; c++) {
      const unit = ((row[c] as number) - mean) / deviation;
      y[from + c] = unit * (gamma[c] as number) + (beta[c] as number);
    }
  }
  return y;
};

/** Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7: far below a code of eight bits. */
const errorFunction = (x: number): number => {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
};

const gelu = (x: number): number => (x / 2) * (1 + errorFunction(x / Math.SQRT2));

const softmaxRows = (x: Float64Array, row: number): Float64Array => {
  const y = new Float64Array(x.length);
  for (let from = 0; from < x.length; from += row) {
    const own = x.subarray(from, from + row);
    const largest = Math.max(...own);
    const powers = own.map((value) => Math.exp(value - largest));
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, i) => {
      y[from + i] = power / sum;
    });
  }
  return y;
};

const plus = (a: Float64Array, b: Float64Array): Float64Array =>
  a.map((value, i) => value + (b[i] as number));

/** Every tensor of the layer, in the order in which it is computed. */
export interface EncoderTensors {
  readonly input: Float64Array;
  readonly query: Float64Array;
  readonly key: Float64Array;
  readonly value: Float64Array;
  /** heads x tokens x tokens, divided by the root of a head's width. */
  readonly scores: Float64Array;
  readonly attention: Float64Array;
  readonly context: Float64Array;
  readonly project: Float64Array;
  readonly attentionSum: Float64Array;
  readonly attentionNorm: Float64Array;
  readonly expand: Float64Array;
  readonly gelu: Float64Array;
  readonly contract: Float64Array;
  readonly outputSum: Float64Array;
  readonly output: Float64Array;
}

/** tokens x width in, tokens x width out: attention and feed-forward, each added and normalized (BERT). */
export const realEncoder = (
  { tokens, width, heads }: Sizes,
  weights: EncoderWeights,
  input: Float64Array,
): EncoderTensors => {
  const size = width / heads;
  const query = linearOf(weights.query, input);
  const key = linearOf(weights.key, input);
  const value = linearOf(weights.value, input);
  const scores = new Float64Array(heads * tokens * tokens);
  for (let h = 0; h < heads; h++) {
    for (let q = 0; q < tokens; q++) {
      for (let k = 0; k < tokens; k++) {
        let sum = 0;
        for (let i = h * size; i < (h + 1) * size; i++) {
          sum += (query[q * width + i] as number) * (key[k * width + i] as number);
        }
        scores[(h * tokens + q) * tokens + k] = sum / Math.sqrt(size);
      }
    }
  }
  const attention = softmaxRows(scores, tokens);
  const context = new Float64Array(tokens * width);
  for (let q = 0; q < tokens; q++) {
    for (let c = 0; c < width; c++) {
      const h = Math.floor(c / size);
      let sum = 0;
      for (let k = 0; k < tokens; k++) {
        sum +=
          (attention[(h * tokens + q) * tokens + k] as number) * (value[k * width + c] as number);
      }
      context[q * width + c] = sum;
    }
  }
  const project = linearOf(weights.project, context);
  const attentionSum = plus(input, project);
  const attentionNorm = normalized(weights.attentionNorm, attentionSum);
  const expand = linearOf(weights.expand, attentionNorm);
  const activated = expand.map(gelu);
  const contract = linearOf(weights.contract, activated);
  const outputSum = plus(attentionNorm, contract);
  return {
    input,
    query,
    key,
    value,
    scores,
    attention,
    context,
    project,
    attentionSum,
    attentionNorm,
    expand,
    gelu: activated,
    contract,
    outputSum,
    output: normalized(weights.outputNorm, outputSum),
  };
};
