import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { comparableProblems, indexFormat } from '../argmax/spec.js';
import { numberFormat } from '../parameters.js';
import type { UnitSpec } from '../unit.js';

export const topKParameters = z.strictObject({
  k: z.int().min(1).describe('elements of a row that stay, 1 .. row'),
  give: z.enum(['values', 'indices']).default('values').describe('what the output holds'),
  order: z
    .enum(['value', 'index'])
    .default('value')
    .describe('the largest first, or as they stand in their row'),
  format: numberFormat
    .optional()
    .describe('number format of the indices; default the narrowest uint that holds them'),
});

export type TopKParameters = z.output<typeof topKParameters>;

export interface TopKSpec extends UnitSpec {
  readonly k: number;
  readonly row: number;
  readonly rows: number;
  readonly indices: boolean;
  /** Whether results stand as in their row. */
  readonly inOrder: boolean;
}

export const resolveTopK = (
  { k, give, order, format }: TopKParameters,
  [input]: readonly StreamType[],
  place: string,
): TopKSpec => {
  if (!input) throw new Error('top_k has one input');
  const row = input.shape.at(-1) ?? 1;
  const node = place.slice(place.lastIndexOf('.') + 1);
  const indices = give === 'indices';
  const index = indexFormat(row, format, place);
  const problems: Problem[] = [
    ...(indices ? index.problems : []),
    ...comparableProblems(input, place),
  ];
  if (k > row) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.k`,
      reason: `gives ${k}, there are only ${row} elements in a row`,
      hint: `set ${node}.k between 1 and ${row}`,
    });
  }
  if (!indices && format) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.format`,
      reason: 'is of the indices, and the output holds values',
      hint: `set ${node}.give = 'indices', or leave the format away`,
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  const shape = [...input.shape.slice(0, -1), k];
  return {
    inputs: [input],
    output: indices
      ? { kind: 'stream', shape, format: index.format, scale: 1, zeroPoint: 0, lanes: 1 }
      : { ...input, shape, lanes: 1 },
    folding: { lanes: 1 },
    k,
    row,
    rows: elementsOf(input) / row,
    indices,
    inOrder: order === 'index',
  };
};
