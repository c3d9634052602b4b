import { type Design, datapath, int, type StreamHandle, tensor } from 'sinter';
import { calibrate, quantizeLinear, type Scales } from './quantize.js';
import type { Sizes } from './sizes.js';
import { type Affine, encoderWeights, type Linear } from './weights.js';

/** How the layer's nonlinear functions are computed; whatever the units of these names take. */
export interface Methods {
  readonly softmax: 'tflite' | 'i-bert' | 'online-base2' | 'ita' | 'log-domain';
  readonly gelu: 'cheapest' | 'table' | 'pwl' | 'polynomial' | 'i-bert';
  /** The tanh form of GELU in place of the function itself. */
  readonly geluForm: 'erf' | 'tanh';
  /** Of every requantization: TFLite's two roundings, or one, half up, as ITA's hardware. */
  readonly rounding: 'double' | 'single';
}

export const defaultMethods: Methods = {
  softmax: 'tflite',
  gelu: 'cheapest',
  geluForm: 'erf',
  rounding: 'double',
};

/** I-BERT (arXiv:2101.01321): integer polynomials for both functions. */
export const iBertMethods: Methods = { ...defaultMethods, softmax: 'i-bert', gelu: 'i-bert' };

/** ITA (arXiv:2307.03493): its streaming softmax, i-GELU, one rounding half up. */
export const itaMethods: Methods = {
  ...defaultMethods,
  softmax: 'ita',
  gelu: 'i-bert',
  rounding: 'single',
};

/** What of the attention is left out; nothing unless said. */
export interface SparseOptions {
  /** Scores count whose predicted share is at least this one of their row's largest (Sanger). */
  readonly threshold?: number;
  /** Bits of the queries and keys that predict; default 4. */
  readonly bits?: number;
  /** Tokens that stay behind the attention: those that received most of it (SpAtten). */
  readonly keep?: number;
  /** Elements a cycle of the masked softmax; what follows cannot skip more of them at a time. */
  readonly lanes?: number;
}

export interface EncoderOptions {
  readonly sizes: Sizes;
  readonly seed?: number;
  readonly methods?: Methods;
  readonly sparse?: SparseOptions;
}

/** ITA's softmax halves every 32 codes, which fixes the scale of the scores. */
const itaScale = Math.LN2 / 32;

const int8 = (scale: number) => ({ format: int(8), scale });

/** gamma and beta in 16 bits: their own rounding is far below a code of the result. */
const affineTensors = ({ gamma, beta }: Affine) => {
  const step = 2 ** -13;
  const codes = (values: Float64Array) =>
    tensor.fromCodes(
      Array.from(values, (value) => Math.round(value / step)),
      [values.length],
      int(16),
      { scale: step },
    );
  return { gamma: codes(gamma), beta: codes(beta) };
};

/** Seed and scales of a layer: the real model's ranges over samples of its own seed. */
export const encoderScales = (sizes: Sizes, seed: number): Scales =>
  calibrate(sizes, encoderWeights(sizes, seed), seed + 1);

/**
 * An int8 transformer encoder layer, [tokens, width] in and out: multi-head attention and a feed-forward
 * network with GELU, each added to its input and normalized (Vaswani et al. 2017; Devlin et al. 2018).
 * With `sparse.keep` only so many tokens come out.
 */
export const encoder = (
  name: string,
  { sizes, seed = 1, methods = defaultMethods, sparse = {} }: EncoderOptions,
): Design => {
  const { tokens, width, heads } = sizes;
  const weights = encoderWeights(sizes, seed);
  const scales = encoderScales(sizes, seed);
  const { rounding } = methods;
  return datapath(name, (d) => {
    const linear = (
      x: StreamHandle,
      layer: 'query' | 'key' | 'value' | 'project' | 'expand' | 'contract',
      input: keyof Scales,
    ): StreamHandle => {
      const real: Linear = weights[layer];
      const codes = quantizeLinear(real, scales[input]);
      return d.dense(x, {
        name: layer,
        weights: tensor.fromCodes(codes.weights, [real.outputs, real.inputs], int(8), {
          scale: codes.scales,
        }),
        bias: tensor.fromCodes(codes.bias, [real.outputs], int(32)),
        rounding,
        output: int8(scales[layer]),
      });
    };
    const x = d.input('x', { shape: [tokens, width], ...int8(scales.input), lanes: 1 });
    const { threshold, bits, keep, lanes } = sparse;
    const { context, shares } = d.attentionParts(
      linear(x, 'query', 'input'),
      linear(x, 'key', 'input'),
      linear(x, 'value', 'input'),
      {
        heads,
        rounding,
        scores: int8(methods.softmax === 'ita' ? itaScale : scales.scores),
        softmax: { method: methods.softmax, ...(lanes ? { lanes } : {}) },
        ...(threshold ? { sparse: { threshold, ...(bits ? { predict: { bits } } : {}) } } : {}),
        context: int8(scales.context),
      },
    );
    // What goes past the attention loses the same tokens.
    const [kept, past] = (
      keep ? d.pruneTokens({ tokens: [context, x], shares }, { keep }).tokens : [context, x]
    ) as [StreamHandle, StreamHandle];
    const attended = d.add(past, linear(kept, 'project', 'context'), {
      name: 'attentionSum',
      rounding,
      output: int8(scales.attentionSum),
    });
    const normed = d.layerNorm(attended, {
      name: 'attentionNorm',
      ...affineTensors(weights.attentionNorm),
      output: int8(scales.attentionNorm),
    });
    const activated = d.gelu(linear(normed, 'expand', 'attentionNorm'), {
      name: 'gelu',
      method: methods.gelu,
      form: methods.geluForm,
      output: int8(scales.gelu),
    });
    const sum = d.add(normed, linear(activated, 'contract', 'gelu'), {
      name: 'outputSum',
      rounding,
      output: int8(scales.outputSum),
    });
    const y = d.layerNorm(sum, {
      name: 'outputNorm',
      ...affineTensors(weights.outputNorm),
      output: int8(scales.output),
    });
    d.output('y', y);
  });
};
