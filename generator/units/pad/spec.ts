import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, wideRangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { sizeOf } from '../../ir/tensor.js';
import { realZeroOf } from '../../ir/values.js';
import { divisorsOf, greatestCommonDivisor } from '../../numeric/divisors.js';
import type { PaddedAxis } from '../../stream/pad.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';

const perAxis = (where: string) =>
  z
    .array(z.int().min(0))
    .readonly()
    .describe(`elements ${where} the data, one number per axis, without batch axis`);

export const padParameters = z.strictObject({
  before: perAxis('before'),
  after: perAxis('behind'),
  code: z.int().optional().describe('code of the padding; default the code of zero'),
});

export type PadParameters = z.output<typeof padParameters>;

export interface PadSpec extends UnitSpec {
  readonly before: readonly number[];
  readonly code: number;
  /** Axes as the hardware counts them, in beats, innermost first; none where nothing is padded. */
  readonly axes: readonly PaddedAxis[];
}

/** Largest tensor a stream may carry, in elements. */
const largestTensor = 2 ** 28;

/**
 * Axes from the innermost padded one outward, in runs of `lanes` elements there. Neighbours without
 * padding count as one.
 */
const countedAxes = (
  shape: readonly number[],
  { before, after }: PadParameters,
  lanes: (run: number) => number,
): { readonly axes: readonly PaddedAxis[]; readonly lanes: number } => {
  const all = shape.map((size, axis) => ({
    before: before[axis] as number,
    size,
    after: after[axis] as number,
  }));
  const innermost = all.findLastIndex((axis) => axis.before + axis.after > 0);
  const first = all[innermost];
  if (!first) return { axes: [], lanes: 1 };
  const inner = sizeOf(shape.slice(innermost + 1));
  const run = greatestCommonDivisor(greatestCommonDivisor(first.before, first.size), first.after);
  const chosen = lanes(inner * run);
  const beats = (positions: number): number => (positions * inner) / chosen;
  const axes: PaddedAxis[] = [
    { before: beats(first.before), size: beats(first.size), after: beats(first.after) },
  ];
  for (const axis of all.slice(0, innermost).reverse()) {
    const last = axes.at(-1) as PaddedAxis;
    const plain = (a: PaddedAxis): boolean => a.before + a.after === 0;
    if (plain(axis) && axis.size === 1) continue;
    if (plain(axis) && plain(last))
      axes[axes.length - 1] = { ...last, size: last.size * axis.size };
    else axes.push(axis);
  }
  return { axes, lanes: chosen };
};

const problemsOf = (
  parameters: PadParameters,
  code: number,
  input: StreamType,
  place: string,
): readonly Problem[] => {
  const problems: Problem[] = [];
  for (const side of ['before', 'after'] as const) {
    const { length } = parameters[side];
    if (length !== input.shape.length) {
      problems.push({
        code: 'E_SHAPE',
        place: `${place}.${side}`,
        reason: `gives ${length} numbers, the input ${shapeText(input.shape)} has ${input.shape.length} axes`,
        hint: 'give one number per axis, 0 for none',
      });
    }
  }
  const { minimum, maximum } = wideRangeOf(input.format);
  if (code < minimum || code > maximum) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.code`,
      reason: `gives ${code}, no code of ${formatName(input.format)} (${minimum} .. ${maximum})`,
    });
  }
  return problems;
};

/** Lanes: the most, up to the input's, at which every beat is all data or all padding. */
export const resolvePad = (
  parameters: PadParameters,
  [input]: readonly StreamType[],
  place: string,
): PadSpec => {
  if (!input) throw new Error('pad has one input');
  const { before, after } = parameters;
  const zero = realZeroOf(input);
  const code = parameters.code ?? zero ?? 0;
  const problems = [...problemsOf(parameters, code, input, place)];
  if (parameters.code === undefined && zero === undefined) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.code`,
      reason: `is missing, and ${formatName(input.format)} has no zero to take for it`,
      hint: 'give the code of the padding',
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  const shape = input.shape.map(
    (size, axis) => (before[axis] as number) + size + (after[axis] as number),
  );
  if (sizeOf(shape) > largestTensor) {
    throw new SinterError({
      code: 'E_SHAPE',
      place,
      reason: `gives shape ${shapeText(shape)}, more than ${largestTensor} elements`,
    });
  }
  const { axes, lanes } = countedAxes(
    input.shape,
    parameters,
    (run) => divisorsOf(run).findLast((divisor) => divisor <= input.lanes) ?? 1,
  );
  const outLanes = axes.length === 0 ? input.lanes : lanes;
  return {
    inputs: [input],
    output: { ...input, shape, lanes: outLanes },
    folding: { lanes: outLanes },
    before,
    code,
    axes,
  };
};
