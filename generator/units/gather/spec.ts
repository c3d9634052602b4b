import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, isInteger } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { divisorsOf } from '../../numeric/divisors.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';

export const gatherParameters = z.strictObject({
  inputFifo: z
    .tuple([z.int().min(0), z.int().min(0)])
    .readonly()
    .default([0, 0])
    .describe('beats of a buffer in front of each input, 0 for none'),
});

export type GatherParameters = z.output<typeof gatherParameters>;

export interface GatherSpec extends UnitSpec {
  readonly inputFifo: readonly [number, number];
  /** Rows along the first axis, and elements of each. */
  readonly rows: number;
  readonly row: number;
  readonly count: number;
}

/** Largest tensor, in elements: two of them are stored. */
const largestBlock = 2 ** 20;

/** Of int; codes are numbers. */
const widestIndex = 32;

const indexProblems = ({ format, zeroPoint }: StreamType, place: string): readonly Problem[] => {
  const widest = format.kind === 'int' ? widestIndex : widestIndex - 1;
  if (!isInteger(format) || format.bits > widest) {
    return [
      {
        code: 'E_FORMAT',
        place,
        reason: `gives ${formatName(format)}, needs int of at most ${widestIndex} or uint of at most ${widestIndex - 1} bits`,
      },
    ];
  }
  if (zeroPoint === 0) return [];
  return [
    {
      code: 'E_PARAMETER',
      place,
      reason: `gives zero point ${zeroPoint}: codes are the numbers of rows, the zero point must be 0`,
    },
  ];
};

export const resolveGather = (
  { inputFifo }: GatherParameters,
  [data, indices]: readonly StreamType[],
  place: string,
): GatherSpec => {
  if (!data || !indices) throw new Error('gather has two inputs');
  const [rows = 1, ...rest] = data.shape;
  const elements = elementsOf(data);
  const problems: Problem[] = [...indexProblems(indices, `${place}.in1`)];
  if (elements > largestBlock) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.in0`,
      reason: `${shapeText(data.shape)} has ${elements} elements, at most ${largestBlock} are stored`,
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  const row = elements / rows;
  const lanes = divisorsOf(row).findLast((divisor) => divisor <= data.lanes) ?? 1;
  return {
    inputs: [data, indices],
    output: { ...data, shape: [...indices.shape, ...rest], lanes },
    folding: { lanes },
    inputFifo,
    rows,
    row,
    count: elementsOf(indices),
  };
};
