import { z } from 'zod';
import { narrow } from '../ir/codes.js';
import { isCode } from '../ir/format.js';
import type { StreamType } from '../ir/stream.js';
import type { ConstantTensor } from '../ir/tensor.js';
import { activation, constantTensor, outputQuantization } from '../units/parameters.js';
import { scaleOf } from '../units/weights.js';

const perChannel = z.union([constantTensor, z.array(z.number()).readonly()]);

/** What a batch normalization is written with: real numbers, or constants with their scales. */
export const batchNormParameters = z.strictObject({
  gamma: perChannel.optional().describe('factor of each channel; default 1'),
  beta: perChannel.optional().describe('summand of each channel; default 0'),
  mean: perChannel.describe('moving mean of each channel'),
  variance: perChannel.describe('moving variance of each channel'),
  epsilon: z.number().min(0).default(1e-3).describe('added to the variance'),
  fold: z.boolean().default(true).describe('into the weights in front of it, where that is exact'),
  activation,
  output: outputQuantization.describe('quantization of the output'),
});

export type BatchNormParameters = z.output<typeof batchNormParameters>;

/** y = factor * x + offset, one each channel, in real numbers. */
export interface Affine {
  readonly factors: readonly number[];
  readonly offsets: readonly number[];
}

type PerChannel = ConstantTensor | readonly number[];

const isConstant = (values: PerChannel): values is ConstantTensor => !Array.isArray(values);

const realsOf = (values: PerChannel): readonly number[] =>
  isConstant(values)
    ? Array.from(
        values.data as ArrayLike<number | bigint>,
        (code, i) => (Number(code) - values.zeroPoint) * scaleOf(values, i),
      )
    : values;

/** What is wrong with the constants of a batch normalization of so many channels. */
export const batchNormMistakes = (
  parameters: BatchNormParameters,
  channels: number,
): readonly { readonly name: string; readonly reason: string }[] =>
  (['gamma', 'beta', 'mean', 'variance'] as const).flatMap((name) => {
    const given = parameters[name];
    if (given === undefined) return [];
    const values = realsOf(given);
    if (values.length !== channels) {
      return [
        { name, reason: `gives ${values.length} values, needs ${channels}, one per channel` },
      ];
    }
    const bad = values.find((value) =>
      name === 'variance' ? !(value + parameters.epsilon > 0) : !Number.isFinite(value),
    );
    return bad === undefined
      ? []
      : [
          {
            name,
            reason: `holds ${bad}, needs ${name === 'variance' ? 'variance + epsilon above 0' : 'numbers'}`,
          },
        ];
  });

/** gamma / sqrt(variance + epsilon) and what it leaves of beta and the mean; every operation is IEEE 754's. */
export const affineOf = (parameters: BatchNormParameters): Affine => {
  const mean = realsOf(parameters.mean);
  const gamma = parameters.gamma && realsOf(parameters.gamma);
  const beta = parameters.beta && realsOf(parameters.beta);
  const factors = realsOf(parameters.variance).map(
    (variance, c) => (gamma?.[c] ?? 1) / Math.sqrt(variance + parameters.epsilon),
  );
  return {
    factors,
    offsets: factors.map((factor, c) => (beta?.[c] ?? 0) - (mean[c] as number) * factor),
  };
};

const int32 = { kind: 'int', bits: 32 } as const;

export interface Folded {
  readonly weights: ConstantTensor;
  readonly bias: ConstantTensor;
}

/**
 * Weights and bias whose sums are those of the normalization: codes stay, or change sign with the factor;
 * their scales take its magnitude; the bias is quantized again. Undefined where a code or a bias would not
 * fit, and then there is nothing exact to fold into.
 */
export const foldIntoWeights = (
  weights: ConstantTensor,
  bias: ConstantTensor | undefined,
  { inputScale, channelOf }: { inputScale: number; channelOf: (element: number) => number },
  { factors, offsets }: Affine,
): Folded | undefined => {
  const { zeroPoint, format } = weights;
  const codes = narrow(weights.data).map((code, element) => {
    const factor = factors[channelOf(element)] as number;
    return factor === 0 ? zeroPoint : factor < 0 ? 2 * zeroPoint - code : code;
  });
  if (codes.some((code) => !isCode(format, code))) return undefined;
  const scale = factors.map((factor, c) => Math.abs(factor || 1) * scaleOf(weights, c));
  const summands = factors.map((factor, c) => {
    const own = Number(bias?.data[c] ?? 0) * Math.sign(factor);
    const added = (offsets[c] as number) / (inputScale * (scale[c] as number));
    return own + Math.floor(added + 0.5);
  });
  if (summands.some((summand) => !isCode(int32, summand))) return undefined;
  return {
    weights: { ...weights, data: codes, scale },
    bias: {
      kind: 'constant',
      shape: [factors.length],
      format: int32,
      scale: 1,
      zeroPoint: 0,
      data: Int32Array.from(summands),
      origin: 'batchNorm',
    },
  };
};

/** Codes of the diagonal's weights: a power of two, so that a product is a shift. */
const diagonalCode = 256;

/** The normalization by itself, as the weights and bias of a 1 x 1 depthwise convolution. */
export const diagonalOf = ({ scale }: StreamType, affine: Affine): Folded | undefined => {
  const channels = affine.factors.length;
  return foldIntoWeights(
    {
      kind: 'constant',
      shape: [1, 1, 1, channels],
      format: { kind: 'int', bits: 10 },
      scale: 1 / diagonalCode,
      zeroPoint: 0,
      data: new Int32Array(channels).fill(diagonalCode),
      origin: 'batchNorm',
    },
    undefined,
    { inputScale: scale, channelOf: (element) => element },
    affine,
  );
};
