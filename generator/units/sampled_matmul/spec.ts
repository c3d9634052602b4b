import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { divisorsOf } from '../../numeric/divisors.js';
import { foldingProblems } from '../folding.js';
import { type MatmulSpec, resolveMatmul } from '../matmul/spec.js';
import { accumulator, activation, outputQuantization, roundingMode } from '../parameters.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';
import { type SampledShape, sampledInterval } from './model.js';

export const sampledMatmulParameters = z.strictObject({
  activation,
  rounding: roundingMode,
  accumulator,
  array: z
    .strictObject({
      simd: z.int().min(1).optional().describe('elements of the depth a cycle'),
    })
    .prefault({})
    .describe('the multipliers; default 1, or what the fold pass finds'),
  inputFifo: z
    .tuple([z.int().min(0), z.int().min(0), z.int().min(0)])
    .readonly()
    .default([0, 0, 0])
    .describe('beats of a buffer in front of each input, 0 for none'),
  output: outputQuantization.describe('quantization of the output'),
});

export type SampledMatmulParameters = z.output<typeof sampledMatmulParameters>;

export interface SampledMatmulSpec extends UnitSpec {
  readonly parameters: SampledMatmulParameters;
  /** The whole product: its formats, sums and rescaling. */
  readonly product: MatmulSpec;
  readonly simd: number;
  /** Bits of the mask that are looked at together, and sums that leave together. */
  readonly lanes: number;
  /** Of a tensor. */
  readonly timing: SampledShape;
  readonly intervalCycles: number;
}

const maskProblems = (mask: StreamType, product: StreamType, place: string): readonly Problem[] => {
  const problems: Problem[] = [];
  if (mask.format.kind !== 'uint' || mask.format.bits !== 1) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.mask`,
      reason: `gives ${formatName(mask.format)}, needs uint1: 1 for elements that are wanted`,
    });
  }
  if (shapeText(mask.shape) !== shapeText(product.shape)) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.mask`,
      reason: `gives shape ${shapeText(mask.shape)}, needs the product's ${shapeText(product.shape)}`,
    });
  }
  return problems;
};

export const resolveSampledMatmul = (
  parameters: SampledMatmulParameters,
  [mask, a, b]: readonly StreamType[],
  place: string,
): SampledMatmulSpec => {
  if (!mask || !a || !b) throw new Error('sampled_matmul has three inputs');
  const { array, inputFifo: _, ...own } = parameters;
  const product = resolveMatmul(
    { ...own, transposeB: true, array: { dataflow: 'output-stationary' }, inputFifo: [0, 0] },
    [a, b],
    place,
  );
  const { matrices, rows, depth, columns } = product.shape;
  const problems = [
    ...maskProblems(mask, product.output, place),
    ...foldingProblems(
      { simd: array.simd },
      { simd: { limit: depth, of: 'elements of depth' } },
      place,
    ),
  ];
  if (problems.length > 0) throw new SinterError(problems);
  const simd = array.simd ?? 1;
  const lanes = divisorsOf(columns).findLast((divisor) => divisor <= mask.lanes) ?? 1;
  const timing = { matrices, rows, columns, lanes, steps: Math.ceil(depth / simd), simd };
  return {
    parameters,
    inputs: [mask, a, b],
    output: { ...product.output, lanes },
    folding: { simd },
    product,
    simd,
    lanes,
    timing,
    intervalCycles: sampledInterval(timing),
  };
};
