import { type Problem, SinterError } from '../../error.js';
import type { CompiledFunction } from '../../functions/compile.js';
import { formatName, rangeOf } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import type { StreamType } from '../../ir/stream.js';
import type { OutputQuantization } from '../parameters.js';
import type { Naming, UnitSpec } from '../unit.js';
import { tabulate } from './stage.js';

/** What a unit that is a function of one code resolves to. */
export interface LookupSpec extends UnitSpec {
  /** Output codes by the input code's bits. */
  readonly table: Int32Array;
  /** The function in real numbers. */
  readonly real: (value: number) => number;
  /** What computes the table's words where the table itself is not built. */
  readonly hardware?: FunctionHardware;
  /** What the function compiler found, where it is its work. */
  readonly compiled?: CompiledFunction;
}

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

/** What is wrong with the input of a function of one code. */
export const inputProblems = (
  { format, zeroPoint }: StreamType,
  place: string,
  unit: string,
  most = mostBits,
): readonly Problem[] => {
  if (format.bits > most) {
    return [
      {
        code: 'E_FORMAT',
        place: `${place}.in`,
        reason: `gives ${formatName(format)}: ${format.kind}${format.bits} is not supported yet by ${unit}, which needs at most ${most} bits`,
        hint: `requantize it to ${most} bits first`,
      },
    ];
  }
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

export interface LookupFunction {
  readonly unit: string;
  readonly output: OutputQuantization;
  /** Problems with the scales. */
  readonly problems?: readonly Problem[];
  /** Bit-exact: the output code of an input code. */
  readonly codeOf: (code: number) => number;
  readonly real: (value: number) => number;
}

/** Checks the input and tabulates the function; throws SinterError. */
export const resolveLookup = (
  input: StreamType | undefined,
  place: string,
  { unit, output, problems = [], codeOf, real }: LookupFunction,
): LookupSpec => {
  if (!input) throw new Error(`${unit} has one input`);
  const all = [...inputProblems(input, place, unit), ...problems];
  if (all.length > 0) throw new SinterError(all);
  return {
    inputs: [input],
    output: {
      kind: 'stream',
      shape: input.shape,
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes: input.lanes,
    },
    folding: { lanes: input.lanes },
    table: tabulate(input.format, codeOf),
    real,
  };
};
