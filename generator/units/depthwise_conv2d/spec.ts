import { z } from 'zod';
import { SinterError } from '../../error.js';
import type { StreamType } from '../../ir/stream.js';
import { valueRangeOf } from '../../ir/values.js';
import { reachOf } from '../../numeric/reach.js';
import type { WindowGeometry } from '../../stream/window.js';
import { isPadded, windowGeometry, windowParameters } from '../conv2d/geometry.js';
import { foldedArray } from '../dense/folded-array.js';
import { accumulatorsOf, type MacArray } from '../dense/mac-array.js';
import { type ArrayLayer, reachOfArray } from '../dense/matrix-vector.js';
import { productOf } from '../dense/product/choose.js';
import { foldingProblems } from '../folding.js';
import {
  accumulator,
  activation,
  constantTensor,
  multiplierStyle,
  outputQuantization,
  roundingMode,
} from '../parameters.js';
import {
  accumulatorOf,
  convolutionFactors,
  inputProblems,
  outputProblems,
  paddingProblems,
  reachProblems,
  rescaleOf,
  rescaleProblems,
} from '../requantize/rescale.js';
import type { UnitSpec } from '../unit.js';
import { biasCodesOf, biasProblems, centred, shapeText, weightProblems } from '../weights.js';
import { type ChannelFolding, channelFolding, foldableWidths } from './folding.js';

export const depthwiseConv2dParameters = z.strictObject({
  weights: constantTensor.describe(
    'weights [1, kernel height, kernel width, inputs x multiplier], scale per tensor or per output',
  ),
  bias: constantTensor
    .optional()
    .describe('bias [outputs], int32 or as wide as the accumulator, scale input * weights'),
  ...windowParameters,
  activation,
  rounding: roundingMode,
  accumulator,
  array: z
    .strictObject({
      pe: z
        .int()
        .min(1)
        .optional()
        .describe('output channels a cycle; divides the channel multiplier or is a multiple of it'),
      simd: z
        .int()
        .min(1)
        .optional()
        .describe('taps a cycle of each channel: 1, or the kernel height (a column)'),
      multiplier: multiplierStyle,
    })
    .default({})
    .describe('folding of the PE array'),
  output: outputQuantization.describe('quantization of the output'),
});

export type DepthwiseConv2dParameters = z.output<typeof depthwiseConv2dParameters>;

export interface DepthwiseConv2dSpec extends UnitSpec {
  readonly parameters: DepthwiseConv2dParameters;
  readonly geometry: WindowGeometry;
  readonly channels: number;
  /** Outputs of each input channel. */
  readonly multiplier: number;
  readonly channelFolding: ChannelFolding;
  /** [taps, outputs]. */
  readonly weights: Int32Array;
  readonly bias: Int32Array | Float64Array | undefined;
  readonly layer: ArrayLayer;
}

/** Rows become columns: [taps, outputs] to [outputs, taps]. */
const transposed = (weights: Int32Array, outputs: number): Int32Array => {
  const taps = weights.length / outputs;
  return weights.map((_, i) => weights[(i % taps) * outputs + Math.floor(i / taps)] as number);
};

/** Which activation of a beat PE `pe` multiplies at `simd`: its channel's lane in that tap. */
const operandLane = (pe: number, simd: number, multiplier: number, lanes: number): string => {
  const channel = pe < multiplier ? '0' : multiplier === 1 ? 'pe' : `pe / ${multiplier}`;
  return simd === 1 ? channel : `simd * ${lanes} + ${channel}`;
};

export const resolveDepthwiseConv2d = (
  parameters: DepthwiseConv2dParameters,
  [input]: readonly StreamType[],
  place: string,
): DepthwiseConv2dSpec => {
  if (!input) throw new Error('depthwise_conv2d has one input');
  const { weights, bias, output, stride, dilation, padding } = parameters;
  const [one = 0, kernelHeight = 0, kernelWidth = 0, outputs = 0] = weights.shape;
  const geometry = windowGeometry({
    image: input.shape,
    kernel: [kernelHeight || 1, kernelWidth || 1],
    stride,
    dilation,
    padding,
    place,
  });
  const channels = input.shape[2] ?? 1;
  const wellShaped = weights.shape.length === 4 && one === 1 && weights.data.length > 0;
  if (!wellShaped || outputs % channels !== 0) {
    throw new SinterError({
      code: 'E_SHAPE',
      place: `${place}.weights`,
      reason: `gives shape ${shapeText(weights.shape)}, needs [1, height, width, a multiple of ${channels}] for an input of shape ${shapeText(input.shape)}`,
    });
  }
  const multiplier = outputs / channels;
  const pe = parameters.array.pe ?? 1;
  const simd = parameters.array.simd ?? 1;
  const sums = accumulatorOf(parameters.accumulator, input.format);
  const rescale = rescaleOf({
    accumulator: sums,
    factors: convolutionFactors(weights.scale, input.scale, output.scale),
    rounding: parameters.rounding,
    activation: parameters.activation,
    output,
  });
  const name = place.slice(place.lastIndexOf('.') + 1);
  const problems = [
    ...weightProblems(weights, outputs, place),
    ...inputProblems(input.format, place),
    ...outputProblems(output.format, place),
    ...biasProblems(bias, outputs, place, sums),
    ...foldingProblems({ pe }, { pe: { limit: outputs, of: 'outputs' } }, place),
    ...rescaleProblems(rescale, place),
    ...paddingProblems(input.format, isPadded(geometry), place),
  ];
  if (pe <= outputs && pe % multiplier !== 0 && multiplier % pe !== 0) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.array.pe`,
      reason: `gives ${pe}, needs a divisor or a multiple of the channel multiplier ${multiplier}`,
      hint: `set ${name}.array.pe to one of ${foldableWidths(outputs, multiplier).join(', ')}`,
    });
  }
  if (simd !== 1 && simd !== kernelHeight) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.array.simd`,
      reason: `gives ${simd}, needs 1 or the kernel height ${kernelHeight}`,
      hint: `set ${name}.array.simd to 1 or ${kernelHeight}`,
    });
  }
  if (problems.length > 0) throw new SinterError(problems);

  const codes = centred(weights);
  const biasCodes = biasCodesOf(bias);
  const taps = kernelHeight * kernelWidth;
  const rows = transposed(codes, outputs);
  const reach = reachOf({
    weights: rows,
    channels: outputs,
    range: valueRangeOf(input.format),
    zeroPoint: input.zeroPoint,
    bias: biasCodes,
    accumulatorBits: sums === 'int64' ? 64 : 32,
  });
  const formats = [input.format, weights.format, output.format];
  const unreachable = reachProblems(rescale, reach, place, formats);
  if (unreachable.length > 0) throw new SinterError(unreachable);
  const folding = channelFolding(channels, multiplier, pe);
  const product = productOf({
    ...{ weightFormat: weights.format, inputFormat: input.format, weights: codes },
    multiplier: parameters.array.multiplier,
  });
  const mac: MacArray = {
    pe,
    simd,
    folds: folding.words * folding.repeat,
    steps: taps / simd,
    inputLanes: folding.lanes * simd,
    operandLane: operandLane(pe, simd, multiplier, folding.lanes),
    weightAt(fold, step, p, s) {
      const channel = fold * pe + p;
      const tap = s * kernelWidth + step;
      return channel < outputs ? codes[tap * outputs + channel] : undefined;
    },
    product,
    inputFormat: input.format,
    ...accumulatorsOf({
      ...{ product, weights: rows, missing: 0, ranges: reach.ranges, accBits: reach.accBits },
    }),
    order: `Pass f takes the ${taps} taps of a channel; it makes outputs ${pe}f to ${pe}f + ${pe - 1} of ${outputs}.`,
  };
  const array = foldedArray(mac, outputs, false);
  return {
    parameters,
    inputs: [input],
    output: {
      kind: 'stream',
      shape: [geometry.outHeight, geometry.outWidth, outputs],
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes: array.resultLanes,
    },
    folding: array.folding,
    geometry,
    channels,
    multiplier,
    channelFolding: folding,
    weights: codes,
    bias: biasCodes,
    layer: {
      array,
      vectors: geometry.outHeight * geometry.outWidth,
      outputs,
      ...reachOfArray(array, reach),
      rescale,
      outBits: output.format.bits,
    },
  };
};
