import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, rangeOf } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import type { ConstantTensor } from '../../ir/tensor.js';
import { constantTensor, outputQuantization } from '../parameters.js';
import type { UnitSpec } from '../unit.js';
import { scaleOf, shapeText } from '../weights.js';
import type { NormHardware } from './hardware.js';
import { type NormPlan, normPlan } from './plan.js';

/** Parameters that every normalisation over rows has. */
export const normParameters = {
  gamma: constantTensor.optional().describe('factor of each element of a row; default 1'),
  epsilon: z
    .number()
    .min(0)
    .default(1e-5)
    .describe('added to the variance, in real numbers; 0 gives rows without any their offset'),
  lanes: z
    .int()
    .min(1)
    .optional()
    .describe('elements a cycle, 1 .. row; default those of the input'),
  output: outputQuantization.describe('quantization of the output'),
};

export interface NormParameters {
  readonly gamma?: ConstantTensor | undefined;
  readonly beta?: ConstantTensor | undefined;
  readonly epsilon: number;
  readonly lanes?: number | undefined;
  readonly output: z.output<typeof outputQuantization>;
}

export interface NormSpec extends UnitSpec {
  readonly row: number;
  readonly rows: number;
  readonly epsilon: number;
  readonly gamma: readonly number[];
  readonly beta: readonly number[];
  readonly plan: NormPlan;
}

const largestBits = 16;

/** A constant's real values, one an element of the row. */
const realsOf = (constant: ConstantTensor | undefined, row: number, otherwise: number) =>
  Array.from({ length: row }, (_, i) =>
    constant
      ? (Number(constant.data[i] ?? 0) - constant.zeroPoint) * scaleOf(constant, i)
      : otherwise,
  );

const constantProblems = (
  name: 'gamma' | 'beta',
  constant: ConstantTensor | undefined,
  row: number,
  place: string,
): readonly Problem[] => {
  if (!constant) return [];
  const scales = typeof constant.scale === 'number' ? 1 : constant.scale.length;
  return constant.data.length === row && (scales === 1 || scales === row)
    ? []
    : [
        {
          code: 'E_SHAPE',
          place: `${place}.${name}`,
          reason: `gives shape ${shapeText(constant.shape)} and ${scales} scale(s), needs [${row}], one per element of a row`,
        },
      ];
};

const problemsOf = (
  { gamma, beta, lanes }: NormParameters,
  input: StreamType,
  row: number,
  place: string,
): readonly Problem[] => {
  const node = place.slice(place.lastIndexOf('.') + 1);
  const problems: Problem[] = [
    ...constantProblems('gamma', gamma, row, place),
    ...constantProblems('beta', beta, row, place),
  ];
  if (input.format.bits > largestBits) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.in`,
      reason: `gives ${formatName(input.format)}, at most ${largestBits} bits are supported`,
      hint: 'requantize the stream first',
    });
  }
  if (lanes !== undefined && lanes > row) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.lanes`,
      reason: `gives ${lanes}, there are only ${row} elements in a row`,
      hint: `set ${node}.lanes between 1 and ${row}`,
    });
  }
  return problems;
};

/** A normalisation of the last axis; `centred` takes the mean off. */
export const resolveNorm = (
  parameters: NormParameters,
  input: StreamType,
  centred: boolean,
  place: string,
): NormSpec => {
  const row = input.shape.at(-1) ?? 1;
  const problems = problemsOf(parameters, input, row, place);
  if (problems.length > 0) throw new SinterError(problems);
  const { output, epsilon } = parameters;
  const lanes = parameters.lanes ?? Math.min(row, input.lanes);
  const gamma = realsOf(parameters.gamma, row, 1);
  const beta = realsOf(parameters.beta, row, 0);
  return {
    inputs: [input],
    output: { kind: 'stream', shape: input.shape, ...output, lanes },
    folding: { lanes },
    row,
    rows: elementsOf(input) / row,
    epsilon,
    gamma,
    beta,
    plan: normPlan({
      row,
      centred,
      zeroPoint: input.zeroPoint,
      inputScale: input.scale,
      epsilon,
      gamma,
      beta,
      output,
      ...rangeOf(output.format),
    }),
  };
};

export const hardwareOf = ({ plan, inputs, output, rows }: NormSpec): NormHardware => ({
  plan,
  input: inputs[0] as StreamType,
  output,
  lanes: output.lanes,
  rows,
});
