import { mulberry32, normal, type Random } from './random.js';
import type { Sizes } from './sizes.js';

/** y = W x + b; W is outputs x inputs, row-major. */
export interface Linear {
  readonly outputs: number;
  readonly inputs: number;
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** Scale and shift of a normalization, per channel. */
export interface Affine {
  readonly gamma: Float64Array;
  readonly beta: Float64Array;
}

export interface EncoderWeights {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly project: Linear;
  readonly attentionNorm: Affine;
  readonly expand: Linear;
  readonly contract: Linear;
  readonly outputNorm: Affine;
}

const linear = (random: Random, outputs: number, inputs: number, gain: number): Linear => {
  const deviation = gain / Math.sqrt(inputs);
  return {
    outputs,
    inputs,
    weights: Float64Array.from({ length: outputs * inputs }, () => deviation * normal(random)),
    bias: Float64Array.from({ length: outputs }, () => 0.1 * normal(random)),
  };
};

const affine = (random: Random, width: number): Affine => ({
  gamma: Float64Array.from({ length: width }, () => 1 + 0.2 * normal(random)),
  beta: Float64Array.from({ length: width }, () => 0.2 * normal(random)),
});

/**
 * Weights of an encoder layer from a seed: no training. Queries and keys have a gain above 1, so that
 * attention is as peaked as a trained layer's.
 */
export const encoderWeights = (
  { width, feedForward }: Omit<Sizes, 'tokens' | 'heads'>,
  seed: number,
): EncoderWeights => {
  const random = mulberry32(seed);
  return {
    query: linear(random, width, width, 1.6),
    key: linear(random, width, width, 1.6),
    value: linear(random, width, width, 1),
    project: linear(random, width, width, 1),
    attentionNorm: affine(random, width),
    expand: linear(random, feedForward, width, 1.2),
    contract: linear(random, width, feedForward, 1),
    outputNorm: affine(random, width),
  };
};

/** Input tensors: tokens that have something in common with their neighbours. */
export const tokenSamples = (
  { tokens, width }: Pick<Sizes, 'tokens' | 'width'>,
  count: number,
  seed: number,
): readonly Float64Array[] => {
  const random = mulberry32(seed);
  return Array.from({ length: count }, () => {
    const x = new Float64Array(tokens * width);
    for (let i = 0; i < x.length; i++) {
      const before = i >= width ? (x[i - width] as number) : normal(random);
      x[i] = 0.5 * before + 0.8 * normal(random);
    }
    return x;
  });
};
