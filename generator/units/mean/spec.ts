import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, rangeOf, signedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { sizeOf } from '../../ir/tensor.js';
import { activationClamp } from '../../numeric/activation.js';
import { divisorsOf } from '../../numeric/divisors.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import { outputQuantization, roundingMode } from '../parameters.js';
import { type Rescale, rescaleProblems } from '../requantize/rescale.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';
import { foldCount } from './folded-multiplier.js';

export const meanParameters = z.strictObject({
  axes: z
    .array(z.int().min(0))
    .readonly()
    .describe('axes to average over, without batch axis; neighbours, but for axes of size 1'),
  keepDims: z.boolean().default(false).describe('keep those axes, with size 1'),
  rounding: roundingMode,
  lanes: z
    .int()
    .min(1)
    .optional()
    .describe('channels a cycle; divides the elements inside of the axes'),
  output: outputQuantization.describe('quantization of the output'),
});

export type MeanParameters = z.output<typeof meanParameters>;

/** The input as [outer, count, inner]: the mean is over the middle. */
export interface MeanShape {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

export interface MeanSpec extends UnitSpec, MeanShape {
  readonly rescale: Rescale;
  /** -count * zero point, added to each sum. */
  readonly bias: number;
  /** Bits of every sum of codes, and of every sum with the bias. */
  readonly accBits: number;
  readonly sumBits: number;
}

/** The definition's sums are int32. */
const accumulatorBits = 32;

/** Merges axes that stay and axes that go; throws where more than one group goes. */
const meanShape = (
  shape: readonly number[],
  axes: ReadonlySet<number>,
  place: string,
): MeanShape => {
  const reduced = shape.flatMap((size, axis) => (axes.has(axis) && size > 1 ? [axis] : []));
  const first = reduced[0] ?? shape.length;
  const last = reduced.at(-1) ?? shape.length - 1;
  const between = shape.slice(first, last + 1);
  const apart = between.findIndex((size, i) => size > 1 && !axes.has(first + i));
  if (apart >= 0) {
    throw new SinterError({
      code: 'E_PARAMETER',
      place: `${place}.axes`,
      reason: `gives ${shapeText([...axes])}, which axis ${first + apart} of the input ${shapeText(shape)} keeps apart; supported are neighbouring axes: rows and columns, the last axis, all`,
      hint: 'transpose the input first, or take the mean in two steps',
    });
  }
  return {
    outer: sizeOf(shape.slice(0, first)),
    count: sizeOf(between),
    inner: sizeOf(shape.slice(last + 1)),
  };
};

const outputShape = (
  shape: readonly number[],
  axes: ReadonlySet<number>,
  keepDims: boolean,
): readonly number[] => {
  if (keepDims) return shape.map((size, axis) => (axes.has(axis) ? 1 : size));
  const kept = shape.filter((_, axis) => !axes.has(axis));
  return kept.length === 0 ? [1] : kept;
};

export const resolveMean = (
  parameters: MeanParameters,
  [input]: readonly StreamType[],
  place: string,
): MeanSpec => {
  if (!input) throw new Error('mean has one input');
  const { output, rounding } = parameters;
  const axes = new Set(parameters.axes);
  const beyond = [...axes].find((axis) => axis >= input.shape.length);
  if (beyond !== undefined) {
    throw new SinterError({
      code: 'E_PARAMETER',
      place: `${place}.axes`,
      reason: `gives axis ${beyond}, the input ${shapeText(input.shape)} has axes 0 to ${input.shape.length - 1}`,
      hint: 'axes are counted from 0, without batch axis',
    });
  }
  const { outer, count, inner } = meanShape(input.shape, axes, place);
  const node = place.slice(place.lastIndexOf('.') + 1);
  const lanes =
    parameters.lanes ?? divisorsOf(inner).findLast((divisor) => divisor <= input.lanes) ?? 1;
  const { minimum, maximum } = rangeOf(input.format);
  const accBits = signedBitsFor(minimum * count, maximum * count);
  const factor = quantizeMultiplier(input.scale / output.scale);
  const rescale: Rescale = {
    multipliers: [foldCount(factor, count)],
    rounding,
    zeroPoint: output.zeroPoint,
    clamp: activationClamp('none', output),
  };
  const problems: Problem[] = [...rescaleProblems(rescale, place)];
  if (inner % lanes !== 0) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.lanes`,
      reason: `gives ${lanes}, which does not divide the ${inner} elements inside of the axes`,
      hint: `set ${node}.lanes to a divisor of ${inner}`,
    });
  }
  if (accBits > accumulatorBits) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.in`,
      reason: `sums of ${count} codes of ${formatName(input.format)} need ${accBits} bits, at most ${accumulatorBits} are defined`,
      hint: 'take the mean in two steps',
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  const bias = -count * input.zeroPoint;
  return {
    inputs: [input],
    output: {
      kind: 'stream',
      shape: outputShape(input.shape, axes, parameters.keepDims),
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes,
    },
    folding: { lanes },
    outer,
    count,
    inner,
    rescale,
    bias: bias === 0 ? 0 : bias,
    accBits,
    sumBits: Math.min(
      accumulatorBits,
      signedBitsFor(
        Math.min(minimum * count, minimum * count + bias),
        Math.max(maximum * count, maximum * count + bias),
      ),
    ),
  };
};
