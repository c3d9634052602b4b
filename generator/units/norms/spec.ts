import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, rangeOf } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import type { ConstantTensor } from '../../ir/tensor.js';
import { constantTensor, outputQuantization } from '../parameters.js';
import type { UnitSpec } from '../unit.js';
import { scaleOf, shapeText } from '../weights.js';
import { type IBertNormPlan, iBertNormPlan } from './i-bert.js';
import { type NormPlan, normPlan } from './plan.js';
import type { AnyNorm } from './stages.js';

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
  readonly method?: 'exact' | 'i-bert' | undefined;
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
  readonly centred: boolean;
  readonly plan: NormPlan | IBertNormPlan;
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

/** What I-BERT's arithmetic needs beside: 0 as its shift, and a gamma to divide by. */
const iBertProblems = (
  gamma: readonly number[],
  { format, scale }: StreamType,
  output: NormParameters['output'],
  place: string,
): readonly Problem[] => {
  const row = gamma.length;
  const { minimum, maximum } = rangeOf(format);
  const problems: Problem[] = [];
  if (row * (maximum - minimum) ** 2 >= 2 ** 32 || !(scale > 0)) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.in`,
      reason: `gives rows of ${row} codes of ${formatName(format)}, whose squares may sum to 2^32`,
      hint: 'requantize the stream to int8 first',
    });
  }
  const zero = gamma.indexOf(0);
  if (zero >= 0) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.gamma`,
      reason: `element ${zero} is 0, i-bert divides beta by it`,
      hint: "set method = 'exact'",
    });
  }
  const factors = gamma.map((g) => (Math.abs(g) * Math.sqrt(row)) / 2 ** 30 / output.scale);
  if (factors.some((factor) => factor > 0 && (factor >= 2 ** 30 || factor < 2 ** -31))) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.output.scale`,
      reason: 'makes a factor that 31 bits and a shift to the right do not hold',
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
  const { output, epsilon, method = 'exact' } = parameters;
  const lanes = parameters.lanes ?? Math.min(row, input.lanes);
  const gamma = realsOf(parameters.gamma, row, 1);
  const beta = realsOf(parameters.beta, row, 0);
  if (method === 'i-bert') {
    const wrong = iBertProblems(gamma, input, output, place);
    if (wrong.length > 0) throw new SinterError(wrong);
  }
  const affine = { row, gamma, beta, output, ...rangeOf(output.format) };
  return {
    inputs: [input],
    output: { kind: 'stream', shape: input.shape, ...output, lanes },
    folding: { lanes },
    row,
    rows: elementsOf(input) / row,
    epsilon,
    gamma,
    beta,
    centred,
    plan:
      method === 'i-bert'
        ? iBertNormPlan(affine)
        : normPlan({
            ...affine,
            centred,
            zeroPoint: input.zeroPoint,
            inputScale: input.scale,
            epsilon,
          }),
  };
};

export const hardwareOf = ({ plan, inputs, output, rows }: NormSpec): AnyNorm => ({
  plan,
  input: inputs[0] as StreamType,
  output,
  lanes: output.lanes,
  rows,
});
