import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import {
  type CompiledFunction,
  compileFunction,
  type FunctionMethod,
  mostInputBits,
  NoDesign,
} from '../../functions/compile.js';
import type { FunctionDefinition } from '../../functions/decimal.js';
import { formatName } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { type OutputQuantization, outputQuantization } from '../parameters.js';
import { piecewiseHardware } from './piecewise.js';
import { type FunctionHardware, type LookupSpec, outputStream, zeroPointProblems } from './spec.js';
import { tabulate } from './stage.js';

/** Ways to compute a function of one code that every such unit has. */
export const functionMethods = ['cheapest', 'table', 'pwl', 'polynomial'] as const;

/** Parameters of the function compiler, as every unit has them. */
export const methodParameters = {
  segments: z.int().min(1).max(512).optional().describe('pieces of pwl and polynomial'),
  segmentation: z
    .enum(['uniform', 'octave', 'comparators'])
    .optional()
    .describe('how a segment is found; default the cheapest'),
  degree: z
    .union([z.literal(2), z.literal(3)])
    .optional()
    .describe('of the polynomial'),
  interpolate: z.int().min(1).optional().describe('entries of a table with interpolation'),
  error: z
    .number()
    .min(0.5)
    .optional()
    .describe('largest error in steps of the output; default 1, with segments the least'),
  fold: z.boolean().optional().describe('compute one half from the other; default if cheaper'),
  multiplier: z
    .enum(['lut', 'dsp'])
    .default('dsp')
    .describe('what products are made of: look-up tables, or what the target has'),
};

export const functionParameters = z.strictObject({
  method: z
    .enum(functionMethods)
    .default('cheapest')
    .describe('table, segments of lines or of polynomials, or the cheapest of them'),
  ...methodParameters,
  output: outputQuantization.optional().describe('quantization of the output'),
});

type FunctionParameters = z.output<typeof functionParameters>;

/** With methods that only one unit has. */
export type AnyFunctionParameters = Omit<FunctionParameters, 'method'> & {
  readonly method: string;
};

/** What is wrong with the input of a function of one code of at most `most` bits. */
export const codeProblems = (
  input: StreamType,
  place: string,
  unit: string,
  most: number,
): readonly Problem[] =>
  input.format.bits > most
    ? [
        {
          code: 'E_FORMAT',
          place: `${place}.in`,
          reason: `gives ${formatName(input.format)}, ${unit} takes codes of at most ${most} bits`,
          hint: 'requantize it first',
        },
      ]
    : zeroPointProblems(input, place);

/** What a method is given that it has no use for. */
const strayProblems = (options: FunctionMethod, place: string): readonly Problem[] => {
  const { method, segments, segmentation, interpolate, degree } = options;
  const stray: readonly (readonly [string, unknown, boolean])[] = [
    ['segments', segments, method === 'pwl' || method === 'polynomial'],
    ['segmentation', segmentation, method !== 'table'],
    ['interpolate', interpolate, method === 'table'],
    ['degree', degree, method === 'polynomial'],
  ];
  return stray
    .filter(([, value, used]) => value !== undefined && !used)
    .map(([name]) => ({
      code: 'E_PARAMETER',
      place: `${place}.${name}`,
      reason: `has no meaning with method ${method}`,
    }));
};

const compiled = (
  definition: FunctionDefinition,
  options: FunctionMethod,
  input: StreamType,
  output: OutputQuantization,
  place: string,
): CompiledFunction => {
  try {
    return compileFunction(definition, options, input, output);
  } catch (error) {
    const isRange = error instanceof RangeError;
    if (!isRange && !(error instanceof NoDesign)) throw error;
    throw new SinterError({
      code: 'E_PARAMETER',
      place: isRange ? place : `${place}.method`,
      reason: isRange ? `the function ${error.message}` : `${options.method}: ${error.message}`,
      hint: isRange
        ? 'give it a value there'
        : 'allow a larger error, more segments, or another method',
    });
  }
};

export interface FunctionRequest {
  readonly unit: string;
  readonly definition: FunctionDefinition;
  readonly real: (value: number) => number;
  readonly options: FunctionMethod;
  readonly output: OutputQuantization | undefined;
}

/** Checks the input and compiles the function for it; throws SinterError. */
export const resolveFunction = (
  input: StreamType | undefined,
  place: string,
  { unit, definition, real, options, output }: FunctionRequest,
): LookupSpec => {
  if (!input) throw new Error(`${unit} has one input`);
  const problems = [
    ...codeProblems(input, place, unit, mostInputBits),
    ...strayProblems(options, place),
    ...(output
      ? []
      : [{ code: 'E_PARAMETER', place: `${place}.output`, reason: 'is missing' } as const]),
  ];
  if (!output || problems.length > 0) throw new SinterError(problems);
  const result = compiled(definition, options, input, output, place);
  const { hardware, codes, multiplier } = result;
  const half = codes.length / 2;
  return {
    inputs: [input],
    output: outputStream(input, output),
    folding: { lanes: input.lanes },
    // By a code's bits.
    table:
      input.format.kind === 'int'
        ? Int32Array.from(codes, (_, bits) => codes[(bits + half) % codes.length] as number)
        : codes,
    real,
    ...(hardware.kind === 'table' ? {} : { hardware: piecewiseHardware(hardware, multiplier) }),
    compiled: result,
  };
};

/** A method that is arithmetic of its own, not the function compiler's. */
export interface OwnRequest {
  readonly unit: string;
  readonly real: (value: number) => number;
  readonly output: OutputQuantization;
  /** Bit-exact: the output code of an input code. */
  readonly codeOf: (code: number) => number;
  /** Left out: a table of all codes. */
  readonly hardware?: FunctionHardware;
  readonly problems?: readonly Problem[];
}

/** Checks the input and fills the table that is the golden model; throws SinterError. */
export const resolveOwn = (
  input: StreamType,
  place: string,
  { unit, real, output, codeOf, hardware, problems = [] }: OwnRequest,
): LookupSpec => {
  const all = [...codeProblems(input, place, unit, mostInputBits), ...problems];
  if (all.length > 0) throw new SinterError(all);
  return {
    inputs: [input],
    output: outputStream(input, output),
    folding: { lanes: input.lanes },
    table: tabulate(input.format, codeOf),
    real,
    ...(hardware ? { hardware } : {}),
  };
};
