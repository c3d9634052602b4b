import { z } from 'zod';
import { SinterError } from '../../error.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { valueRangeOf } from '../../ir/values.js';
import { reachOf } from '../../numeric/reach.js';
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
  inputProblems,
  outputProblems,
  reachProblems,
  rescaleOf,
  rescaleProblems,
} from '../requantize/rescale.js';
import type { UnitSpec } from '../unit.js';
import {
  biasCodesOf,
  biasProblems,
  centred,
  scaleOf,
  shapeText,
  weightProblems,
} from '../weights.js';
import { centredRange } from './data-cycles.js';
import { leavesOutActivations } from './dataflow-array.js';
import type { Matrix } from './matrix.js';
import { matrixArray } from './matrix-array.js';
import { type MatrixVector, reachOfArray } from './matrix-vector.js';

export const denseParameters = z.strictObject({
  weights: constantTensor.describe('weights [outputs, inputs], scale per tensor or per output'),
  bias: constantTensor
    .optional()
    .describe('bias [outputs], int32 or as wide as the accumulator, scale input * weights'),
  activation,
  rounding: roundingMode,
  accumulator,
  sparsity,
  array: arrayFolding.default({}).describe('folding of the PE array'),
  output: outputQuantization.describe('quantization of the output'),
});

export type DenseParameters = z.output<typeof denseParameters>;

export interface DenseSpec extends UnitSpec {
  readonly parameters: DenseParameters;
  /** Weight codes less their zero point, [outputs, inputs]. */
  readonly weights: Int32Array;
  readonly bias: Int32Array | Float64Array | undefined;
  /** The matrix, as arrays are made of it. */
  readonly matrix: Matrix;
  readonly matrixVector: MatrixVector;
}

/**
 * Real factor from accumulator to output code. Per tensor, TFLite multiplies the two scales in float32
 * and divides in double (`GetQuantizedConvolutionMultipler`); per channel all is double.
 */
const factorOf = (parameters: DenseParameters, inputScale: number, channel: number): number => {
  const { weights, output } = parameters;
  const scale = scaleOf(weights, channel);
  const product =
    typeof weights.scale === 'number'
      ? Math.fround(Math.fround(inputScale) * Math.fround(scale))
      : inputScale * scale;
  return product / output.scale;
};

export const resolveDense = (
  parameters: DenseParameters,
  [input]: readonly StreamType[],
  place: string,
): DenseSpec => {
  if (!input) throw new Error('dense has one input');
  const { weights, bias, array, output } = parameters;
  const inputs = input.shape.at(-1) ?? 1;
  const [outputs = 0, columns] = weights.shape;
  if (weights.shape.length !== 2 || columns !== inputs || outputs < 1) {
    throw new SinterError({
      code: 'E_SHAPE',
      place: `${place}.weights`,
      reason: `gives shape ${shapeText(weights.shape)}, needs [outputs, ${inputs}] for an input of shape ${shapeText(input.shape)}`,
    });
  }
  const sums = accumulatorOf(parameters.accumulator, input.format);
  const rescale = rescaleOf({
    accumulator: sums,
    factors:
      typeof weights.scale === 'number'
        ? [factorOf(parameters, input.scale, 0)]
        : weights.scale.map((_, channel) => factorOf(parameters, input.scale, channel)),
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
  const { accBits } = reach;
  const matrix = {
    ...{ outputs, inputs, weights: codes, weightFormat: weights.format },
    ...{ inputFormat: input.format, accBits, ranges: reach.ranges },
    sparsity: parameters.sparsity,
    source: { lanes: input.lanes, zeroPoint: input.zeroPoint },
  };
  const chosen = matrixArray(matrix, array, place);
  if (chosen.problems.length > 0) throw new SinterError(chosen.problems);
  const shape = [...input.shape.slice(0, -1), outputs];
  return {
    parameters,
    inputs: [input],
    output: {
      kind: 'stream',
      shape,
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes: chosen.array.resultLanes,
    },
    folding: chosen.array.folding,
    weights: codes,
    bias: biasCodes,
    matrix,
    matrixVector: {
      array: chosen.array,
      inputs,
      outputs,
      vectors: elementsOf(input) / inputs,
      inLanes: input.lanes,
      inGroup: elementsOf(input),
      ...reachOfArray(chosen.array, reach),
      rescale,
      outBits: output.format.bits,
    },
  };
};
