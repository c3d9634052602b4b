import { fitSegment, type Points } from '../../functions/fit.js';
import { type NumberFormat, rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';

/** clamp((code * slope + constant) >> shift), a line for each side of zero. */
export interface Line {
  readonly slope: number;
  readonly constant: number;
}

export interface Lines {
  readonly shift: number;
  readonly above: Line;
  /** By channel. */
  readonly below: readonly Line[];
}

/** Where the clamp holds a code, the line may be anywhere beyond it. */
const anywhere = 2 ** 44;

/** A line that gives every one of these codes, rounding and clamp included; undefined where none does. */
const lineThrough = (
  codes: readonly number[],
  of: (code: number) => number,
  format: NumberFormat,
  shift: number,
): Line | undefined => {
  const { minimum, maximum } = rangeOf(format);
  const unit = 2 ** shift;
  const points: Points = {
    offsets: Float64Array.from(codes),
    low: Float64Array.from(codes, (code) => (of(code) === minimum ? -anywhere : of(code) * unit)),
    high: Float64Array.from(codes, (code) =>
      of(code) === maximum ? anywhere : (of(code) + 1) * unit - 1,
    ),
  };
  const row = fitSegment(points, { degree: 1, offsetBits: 0, slopeShift: 0 });
  return row && { constant: row[0] as number, slope: row[1] as number };
};

const mostShift = 24;

/** The lines with the fewest fraction bits that are the definition for every code of every channel. */
export const linesOf = (
  { format, zeroPoint }: StreamType,
  output: { readonly format: NumberFormat },
  slopes: Int32Array,
  codeOf: (code: number, slope: number) => number,
): Lines | undefined => {
  const { minimum, maximum } = rangeOf(format);
  const codes = Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
  const upper = codes.filter((code) => code >= zeroPoint);
  const lower = codes.filter((code) => code < zeroPoint);
  for (let shift = 0; shift <= mostShift; shift++) {
    const above = lineThrough(upper, (code) => codeOf(code, 0), output.format, shift);
    if (!above) continue;
    const below: Line[] = [];
    for (const slope of slopes) {
      const line = lineThrough(lower, (code) => codeOf(code, slope), output.format, shift);
      if (!line) break;
      below.push(line);
    }
    if (below.length === slopes.length) return { shift, above, below };
  }
  return undefined;
};
