import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import type { NmSparsity } from '../../ir/sparsity.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { isPaired, valueRangeOf } from '../../ir/values.js';
import { reachOf } from '../../numeric/reach.js';
import type { WindowGeometry } from '../../stream/window.js';
import { centredRange } from '../dense/data-cycles.js';
import { leavesOutActivations } from '../dense/dataflow-array.js';
import type { Matrix } from '../dense/matrix.js';
import { matrixArray } from '../dense/matrix-array.js';
import { type MatrixVector, reachOfArray } from '../dense/matrix-vector.js';
import { foldingProblems } from '../folding.js';
import {
  accumulator,
  activation,
  arrayFolding,
  constantTensor,
  outputQuantization,
  roundingMode,
  sparsity,
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
import { isPadded, isPointwise, windowGeometry, windowParameters } from './geometry.js';
import { vectorSource } from './vector-source.js';
import { beatLanes, byColumns, type WindowShape, windowShape } from './window-shape.js';

export const conv2dParameters = z.strictObject({
  weights: constantTensor.describe(
    'weights [outputs, kernel height, kernel width, inputs], scale per tensor or per output',
  ),
  bias: constantTensor
    .optional()
    .describe('bias [outputs], int32 or as wide as the accumulator, scale input * weights'),
  ...windowParameters,
  activation,
  rounding: roundingMode,
  accumulator,
  sparsity,
  array: arrayFolding.default({}).describe('folding of the PE array'),
  output: outputQuantization.describe('quantization of the output'),
});

export type Conv2dParameters = z.output<typeof conv2dParameters>;

export interface Conv2dSpec extends UnitSpec {
  readonly parameters: Conv2dParameters;
  readonly geometry: WindowGeometry;
  readonly channels: number;
  readonly window: WindowShape;
  readonly weights: Int32Array;
  readonly bias: Int32Array | Float64Array | undefined;
  /** The matrix, as arrays are made of it, its columns in the order of the weights. */
  readonly matrix: Matrix;
  readonly matrixVector: MatrixVector;
}

/** Groups run along the channels and end with them. */
const wholeGroupProblems = (
  sparsity: NmSparsity | undefined,
  channels: number,
  place: string,
): readonly Problem[] =>
  sparsity === undefined || channels % sparsity.m === 0
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place: `${place}.sparsity`,
          reason: `asks for groups of ${sparsity.m} channels, ${channels} channels are no whole groups`,
        },
      ];

export const resolveConv2d = (
  parameters: Conv2dParameters,
  [input]: readonly StreamType[],
  place: string,
): Conv2dSpec => {
  if (!input) throw new Error('conv2d has one input');
  const { weights, bias, array, output, stride, dilation, padding } = parameters;
  const [outputs = 0, kernelHeight = 0, kernelWidth = 0, channels = 0] = weights.shape;
  const geometry = windowGeometry({
    image: input.shape,
    kernel: [kernelHeight || 1, kernelWidth || 1],
    stride,
    dilation,
    padding,
    place,
  });
  if (weights.shape.length !== 4 || channels !== input.shape[2] || weights.data.length < 1) {
    throw new SinterError({
      code: 'E_SHAPE',
      place: `${place}.weights`,
      reason: `gives shape ${shapeText(weights.shape)}, needs [outputs, height, width, ${input.shape[2]}] for an input of shape ${shapeText(input.shape)}`,
    });
  }
  const inputs = kernelHeight * kernelWidth * channels;
  const sums = accumulatorOf(parameters.accumulator, input.format);
  const rescale = rescaleOf({
    accumulator: sums,
    factors: convolutionFactors(weights.scale, input.scale, output.scale),
    rounding: parameters.rounding,
    activation: parameters.activation,
    output,
  });
  const problems = [
    ...weightProblems(weights, outputs, place),
    ...inputProblems(input.format, place),
    ...outputProblems(output.format, place),
    ...biasProblems(bias, outputs, place, sums),
    ...foldingProblems(
      { pe: array.pe, simd: array.simd },
      { pe: { limit: outputs, of: 'outputs' }, simd: { limit: inputs, of: 'inputs' } },
      place,
    ),
    ...rescaleProblems(rescale, place),
    ...paddingProblems(input.format, isPadded(geometry), place),
    ...wholeGroupProblems(parameters.sparsity, channels, place),
  ];
  if (problems.length > 0) throw new SinterError(problems);

  const codes = centred(weights);
  const biasCodes = biasCodesOf(bias);
  // Arrays that leave out activations take the zero point off themselves.
  const leavesOut = leavesOutActivations(array.dataflow);
  const reach = reachOf({
    weights: codes,
    channels: outputs,
    range: leavesOut ? centredRange(input.format, input.zeroPoint) : valueRangeOf(input.format),
    zeroPoint: leavesOut ? 0 : input.zeroPoint,
    bias: biasCodes,
    accumulatorBits: sums === 'int64' ? 64 : 32,
  });
  const formats = [input.format, weights.format, output.format];
  const unreachable = reachProblems(rescale, reach, place, formats);
  if (unreachable.length > 0) throw new SinterError(unreachable);
  const kernel = [kernelHeight, kernelWidth] as const;
  const vectors = geometry.outHeight * geometry.outWidth;
  const { accBits } = reach;
  const matrix = {
    ...{ outputs, inputs, weights: codes, weightFormat: weights.format },
    ...{ inputFormat: input.format, accBits, ranges: reach.ranges },
    sparsity: parameters.sparsity,
    source: vectorSource(input, geometry, array),
  };
  const byRows = matrixArray(matrix, array, place);
  if (byRows.problems.length > 0) throw new SinterError(byRows.problems);
  // Arrays that leave out activations take a beat as it leaves the window, at their own pace.
  const window: WindowShape = leavesOut
    ? { beat: 'word', lanes: byRows.array.inputLanes }
    : windowShape({
        kernel,
        channels,
        simd: byRows.array.inputLanes,
        cycles: byRows.array.cyclesPerVector,
        multiple:
          parameters.sparsity?.m ?? (isPaired(input.format) || isPaired(weights.format) ? 2 : 1),
        pixelsPerWindow: (geometry.height * geometry.width) / vectors,
      });
  // Weights in another order take the array as many cycles.
  const weightsByColumns = (): Int32Array => byColumns(codes, kernel, channels, window.lanes);
  const { array: peArray } =
    window.beat === 'column'
      ? matrixArray({ ...matrix, weights: weightsByColumns() }, array, place)
      : byRows;
  return {
    parameters,
    inputs: [input],
    output: {
      kind: 'stream',
      shape: [geometry.outHeight, geometry.outWidth, outputs],
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes: peArray.resultLanes,
    },
    folding: peArray.folding,
    geometry,
    channels,
    window,
    weights: codes,
    bias: biasCodes,
    matrix,
    matrixVector: {
      array: peArray,
      inputs,
      outputs,
      vectors,
      inLanes: isPointwise(geometry) ? input.lanes : beatLanes(window, kernelHeight),
      inGroup: isPointwise(geometry) ? elementsOf(input) : inputs,
      ...reachOfArray(peArray, reach),
      rescale,
      outBits: output.format.bits,
    },
  };
};
