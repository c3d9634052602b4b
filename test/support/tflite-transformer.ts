import { type CalibratedNetwork, calibratedNetwork, type Real } from './calibrated-network.js';
import type { WrittenModel } from './tflite-writer.js';

/** Ways in which a layer's norm is written in operators. */
export const normForms = ['keras', 'centred', 'squared', 'reshaped', 'plain'] as const;
export type NormForm = (typeof normForms)[number];

export const epsilon = 0.001;

/**
 * (x - mean) / sqrt(variance + epsilon) * gamma + beta over the last axis. `keras`: x inv + (beta - mean inv) with inv =
 * gamma / deviation; `centred`: the deviation is a tensor; `squared`: and its square a product; `reshaped`: means without
 * their axis, which comes back; `plain`: without gamma and beta.
 */
export const layerNorm = (n: CalibratedNetwork, x: Real, form: NormForm): Real => {
  const width = x.shape.at(-1) as number;
  const gamma = n.constant([width], n.random(width, 1, 0.2));
  const beta = n.constant([width], n.random(width, 0, 0.3));
  const small = n.constant([], [epsilon]);
  const keepDims = form !== 'reshaped';
  const meanOf = (y: Real): Real =>
    keepDims ? n.mean(y) : n.reshape(n.mean(y, false), [...y.shape.slice(0, -1), 1]);
  const mean = meanOf(x);
  if (form === 'keras' || form === 'reshaped') {
    const variance = meanOf(n.squaredDifference(x, mean));
    const inverse = n.mul(n.rsqrt(n.add(variance, small)), gamma);
    return n.add(n.mul(x, inverse), n.sub(beta, n.mul(mean, inverse)));
  }
  const deviation = n.sub(x, mean);
  const squares = form === 'squared' ? n.mul(deviation, deviation) : n.squaredDifference(mean, x);
  const normal = n.mul(deviation, n.rsqrt(n.add(n.mean(squares), small)));
  return form === 'plain' ? normal : n.add(n.mul(gamma, normal), beta);
};

/** A model of one input and one output, with the real numbers that its scales were chosen for. */
export interface Calibrated {
  readonly model: WrittenModel;
  readonly input: Real;
  readonly output: Real;
}

const calibrated = (n: CalibratedNetwork, input: Real, output: Real): Calibrated => ({
  model: n.model([output]),
  input,
  output,
});

/** A norm alone, of seeded rows. */
export const norm = (form: NormForm, shape: readonly number[]): Calibrated => {
  const n = calibratedNetwork(1);
  const x = n.input(shape, 2);
  return calibrated(n, x, layerNorm(n, x, form));
};

/** x * 0.5 * (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), in one of two orders. */
export const writtenGelu = (n: CalibratedNetwork, x: Real, form: 'plain' | 'folded'): Real => {
  const scalar = (value: number): Real => n.constant([], [value]);
  const root = Math.sqrt(2 / Math.PI);
  if (form === 'plain') {
    const cube = n.mul(n.mul(n.mul(x, x), x), scalar(0.044715));
    const gate = n.tanh(n.mul(n.add(x, cube), scalar(root)));
    return n.mul(n.mul(x, n.add(gate, scalar(1))), scalar(0.5));
  }
  const inner = n.add(n.mul(n.mul(x, x), scalar(0.044715 * root)), scalar(root));
  const gate = n.tanh(n.mul(x, inner));
  return n.mul(n.mul(x, scalar(0.5)), n.add(scalar(1), gate));
};

/** It alone, of seeded numbers. */
export const gelu = (form: 'plain' | 'folded'): Calibrated => {
  const n = calibratedNetwork(3);
  const x = n.input([1, 4, 8], 1.5);
  return calibrated(n, x, writtenGelu(n, x, form));
};

export interface EncoderSize {
  readonly tokens: number;
  readonly width: number;
  readonly heads: number;
  readonly hidden: number;
}

/** A transformer's encoder block, its norms behind the sums, with seeded weights. */
export const encoder = ({ tokens, width, heads, hidden }: EncoderSize): Calibrated => {
  const n = calibratedNetwork(7);
  const x = n.input([1, tokens, width]);
  const depth = width / heads;
  const split = (y: Real): Real =>
    n.transpose(n.reshape(y, [1, tokens, heads, depth]), [0, 2, 1, 3]);
  const [q, k, v] = [n.dense(x, width), n.dense(x, width), n.dense(x, width)].map(split) as [
    Real,
    Real,
    Real,
  ];
  const scores = n.mul(n.batchMatmul(q, k, true), n.constant([], [1 / Math.sqrt(depth)]));
  const mixed = n.batchMatmul(n.softmax(scores), v, false);
  const joined = n.reshape(n.transpose(mixed, [0, 2, 1, 3]), [1, tokens, width]);
  const attended = layerNorm(n, n.add(x, n.dense(joined, width)), 'keras');
  const fed = n.dense(n.gelu(n.dense(attended, hidden)), width);
  return calibrated(n, x, layerNorm(n, n.add(attended, fed), 'keras'));
};

/** The codes of a model's input that its calibration had. */
export const calibrationCodes = ({ model, input }: Calibrated): readonly Int32Array[] => {
  const { scales = [1], zeroPoints = [0] } = model.tensors[input.index] ?? {};
  const codeOf = (value: number): number =>
    Math.round(value / (scales[0] as number)) + (zeroPoints[0] as number);
  return input.values.map((tensor) =>
    Int32Array.from(tensor, (value) => Math.max(-128, Math.min(127, codeOf(value)))),
  );
};
