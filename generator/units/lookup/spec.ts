import { type Problem, SinterError } from '../../error.js';
import type { CompiledFunction } from '../../functions/compile.js';
import { formatName, rangeOf } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import type { StreamType } from '../../ir/stream.js';
import type { OutputQuantization } from '../parameters.js';
import type { Naming, UnitSpec } from '../unit.js';
import {
  type Interpolation,
  interpolatedOutput,
  interpolationOf,
  interpolationProblems,
  type Reading,
} from './interpolation.js';
import { tabulate } from './stage.js';

/** What a unit that is a function of one code resolves to. */
export interface LookupSpec extends UnitSpec {
  /** Output codes by the input code's bits; empty where codes are too many and it is interpolated. */
  readonly table: Int32Array;
  readonly interpolation?: Interpolation;
  /** The function in real numbers. */
  readonly real: (value: number) => number;
  /** What computes the table's words where the table itself is not built. */
  readonly hardware?: FunctionHardware;
  /** What the function compiler found, where it is its work. */
  readonly compiled?: CompiledFunction;
}

/** Whether a resolved unit is a function of one code: what a result is depends on nothing else. */
export const isFunctionOfOneCode = (spec: UnitSpec): spec is LookupSpec =>
  'real' in spec && 'table' in spec;

/** Stages from the input's codes to the output's. */
export interface FunctionHardware {
  stages(naming: Naming, size: Size): readonly Stage[];
  /** Of all lanes. */
  memoryBits(lanes: number): number;
}

/** Lanes of a stream and beats of a tensor. */
export interface Size {
  readonly lanes: number;
  readonly beats: number;
}

/** Codes of which a table has a word each. */
const mostBits = 8;

/** A zero point that is no code of the input. */
export const zeroPointProblems = (
  { format, zeroPoint }: StreamType,
  place: string,
): readonly Problem[] => {
  const { minimum, maximum } = rangeOf(format);
  return zeroPoint >= minimum && zeroPoint <= maximum
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place: `${place}.in`,
          reason: `gives zero point ${zeroPoint}, which is no code of ${formatName(format)}`,
        },
      ];
};

/** What is wrong with the input of a function of one code. */
const inputProblems = (
  input: StreamType,
  place: string,
  { unit, widest = 'at most 8 bits, or int of at most 16' }: LookupFunction,
): readonly Problem[] =>
  input.format.bits > mostBits
    ? [
        {
          code: 'E_FORMAT',
          place: `${place}.in`,
          reason: `gives ${formatName(input.format)}, ${unit} is defined for ${widest}`,
          hint: 'requantize it first',
        },
      ]
    : zeroPointProblems(input, place);

export interface LookupFunction {
  readonly unit: string;
  /** Codes that there is a definition for. */
  readonly widest?: string;
  readonly output: OutputQuantization;
  /** Problems with the scales. */
  readonly problems?: readonly Problem[];
  /** Bit-exact: the output code of an input code. */
  readonly codeOf: (code: number) => number;
  readonly real: (value: number) => number;
}

export const outputStream = (input: StreamType, output: OutputQuantization): StreamType => ({
  kind: 'stream',
  shape: input.shape,
  format: output.format,
  scale: output.scale,
  zeroPoint: output.zeroPoint,
  lanes: input.lanes,
});

/** Whether codes are too many for a table, and TFLite has an int16 kernel for them. */
export const isWideInput = ({ format }: StreamType): boolean =>
  format.kind === 'int' && format.bits > mostBits && format.bits <= 16;

/** The same for int16, which is interpolated between the words of a table. */
export const resolveInterpolation = (
  input: StreamType,
  place: string,
  { unit, reading, real }: { unit: string; reading: Reading; real: LookupSpec['real'] },
): LookupSpec => {
  const problems = interpolationProblems(input, reading, place, unit);
  if (problems.length > 0) throw new SinterError(problems);
  return {
    inputs: [input],
    output: outputStream(input, interpolatedOutput),
    folding: { lanes: input.lanes },
    table: new Int32Array(0),
    interpolation: interpolationOf(input.scale, reading),
    real,
  };
};

/** Checks the input and tabulates the function; throws SinterError. */
export const resolveLookup = (
  input: StreamType | undefined,
  place: string,
  described: LookupFunction,
): LookupSpec => {
  const { unit, output, problems = [], codeOf, real } = described;
  if (!input) throw new Error(`${unit} has one input`);
  const all = [...inputProblems(input, place, described), ...problems];
  if (all.length > 0) throw new SinterError(all);
  return {
    inputs: [input],
    output: outputStream(input, output),
    folding: { lanes: input.lanes },
    table: tabulate(input.format, codeOf),
    real,
  };
};
