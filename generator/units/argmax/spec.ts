import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, type NumberFormat, rangeOf, unsignedBitsFor } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { numberFormat } from '../parameters.js';
import type { UnitSpec } from '../unit.js';

export const argmaxParameters = z.strictObject({
  lanes: z
    .int()
    .min(1)
    .optional()
    .describe('elements a cycle, 1 .. row; default those of the input'),
  format: numberFormat
    .optional()
    .describe('number format of the indices; default the narrowest uint that holds them'),
});

export type ArgmaxParameters = z.output<typeof argmaxParameters>;

export interface ArgmaxSpec extends UnitSpec {
  readonly row: number;
  readonly rows: number;
  /** Elements a cycle. */
  readonly lanes: number;
}

/** The format of indices into a row; `given` must hold them all. */
export const indexFormat = (
  row: number,
  given: NumberFormat | undefined,
  place: string,
): { readonly format: NumberFormat; readonly problems: readonly Problem[] } => {
  const format: NumberFormat = given ?? { kind: 'uint', bits: unsignedBitsFor(row - 1) };
  const holds = rangeOf(format).maximum >= row - 1;
  const wide = format.bits > (format.kind === 'int' ? 32 : 31);
  return {
    format,
    problems:
      holds && !wide
        ? []
        : [
            {
              code: 'E_FORMAT',
              place: `${place}.format`,
              reason: wide
                ? `gives ${formatName(format)}, at most int32 and uint31 are supported`
                : `gives ${formatName(format)}, which does not hold the index ${row - 1}`,
            },
          ],
  };
};

/** Formats that are compared: of at most 31 bits, so that codes are numbers. */
export const comparableProblems = ({ format }: StreamType, place: string): readonly Problem[] =>
  format.bits <= 31
    ? []
    : [
        {
          code: 'E_FORMAT',
          place: `${place}.in`,
          reason: `gives ${formatName(format)}, at most 31 bits are supported`,
          hint: 'requantize the stream first',
        },
      ];

export const resolveArgmax = (
  parameters: ArgmaxParameters,
  [input]: readonly StreamType[],
  place: string,
): ArgmaxSpec => {
  if (!input) throw new Error('argmax has one input');
  const row = input.shape.at(-1) ?? 1;
  const lanes = parameters.lanes ?? Math.min(row, input.lanes);
  const node = place.slice(place.lastIndexOf('.') + 1);
  const { format, problems: formatProblems } = indexFormat(row, parameters.format, place);
  const problems: Problem[] = [...formatProblems, ...comparableProblems(input, place)];
  if (lanes > row) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.lanes`,
      reason: `gives ${lanes}, there are only ${row} elements in a row`,
      hint: `set ${node}.lanes between 1 and ${row}`,
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  const outer = input.shape.slice(0, -1);
  return {
    inputs: [input],
    output: {
      kind: 'stream',
      shape: outer.length === 0 ? [1] : outer,
      format,
      scale: 1,
      zeroPoint: 0,
      lanes: 1,
    },
    folding: { lanes },
    row,
    rows: elementsOf(input) / row,
    lanes,
  };
};
