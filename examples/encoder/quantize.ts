import { type EncoderTensors, realEncoder } from './real-model.js';
import type { Sizes } from './sizes.js';
import { type EncoderWeights, type Linear, tokenSamples } from './weights.js';

/** Symmetric scales of the tensors of a layer, by name. */
export type Scales = Readonly<Record<keyof EncoderTensors, number>>;

/**
 * A scale of few bits, rounded up: the real model is in floating point, whose last bit may differ between
 * engines.
 */
const coarse = (scale: number): number => {
  const power = 2 ** (Math.ceil(Math.log2(scale)) - 7);
  return Math.ceil(scale / power) * power;
};

/** Scales with which the largest of every tensor's values, over seeded samples, has the largest code. */
export const calibrate = (sizes: Sizes, weights: EncoderWeights, seed: number): Scales => {
  const largest = new Map<string, number>();
  for (const x of tokenSamples(sizes, 4, seed)) {
    for (const [name, values] of Object.entries(realEncoder(sizes, weights, x))) {
      const own = (values as Float64Array).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      largest.set(name, Math.max(largest.get(name) ?? 0, own));
    }
  }
  return Object.fromEntries(
    [...largest].map(([name, value]) => [name, coarse(value / 127)]),
  ) as unknown as Scales;
};

/** int8 weights with a scale per output, int32 bias at the scale input x weights. */
export const quantizeLinear = (
  { outputs, inputs, weights, bias }: Linear,
  inputScale: number,
): { weights: Int32Array; scales: readonly number[]; bias: Int32Array } => {
  const scales = Array.from({ length: outputs }, (_, o) => {
    const row = weights.subarray(o * inputs, (o + 1) * inputs);
    return coarse(row.reduce((a, b) => Math.max(a, Math.abs(b)), 0) / 127);
  });
  return {
    weights: Int32Array.from(weights, (value, i) =>
      Math.round(value / (scales[Math.floor(i / inputs)] as number)),
    ),
    scales,
    bias: Int32Array.from(bias, (value, o) =>
      Math.round(value / (inputScale * (scales[o] as number))),
    ),
  };
};
