import { z } from 'zod';
import { SinterError } from '../../error.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { sizeOf } from '../../ir/tensor.js';
import { divisorsOf } from '../../numeric/divisors.js';
import type { ReadAxis } from '../../stream/transpose.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';

export const transposeParameters = z.strictObject({
  permutation: z
    .array(z.int().min(0))
    .readonly()
    .describe('for each axis of the output the axis of the input that it is, without batch axis'),
});

export type TransposeParameters = z.output<typeof transposeParameters>;

/** What the hardware turns: blocks of words of `lanes` elements. */
export interface Turn {
  readonly lanes: number;
  readonly blocks: number;
  /** Innermost of the output first. */
  readonly axes: readonly ReadAxis[];
}

export interface TransposeSpec extends UnitSpec {
  readonly permutation: readonly number[];
  /** Undefined where the elements stay in their order. */
  readonly turn: Turn | undefined;
}

/** Largest block, in elements: two of them are stored. */
const largestBlock = 2 ** 20;

interface Axis {
  readonly size: number;
  /** Elements of the input between neighbours along it. */
  readonly distance: number;
}

/** The output's axes as the input has them: without those of size 1, neighbours in both as one. */
const mergedAxes = (shape: readonly number[], permutation: readonly number[]): readonly Axis[] => {
  const axes: Axis[] = [];
  for (const from of permutation) {
    const size = shape[from] as number;
    if (size === 1) continue;
    const distance = sizeOf(shape.slice(from + 1));
    const last = axes.at(-1);
    if (last && last.distance === size * distance) {
      axes[axes.length - 1] = { size: last.size * size, distance };
    } else {
      axes.push({ size, distance });
    }
  }
  return axes;
};

const turnOf = (
  shape: readonly number[],
  permutation: readonly number[],
  mostLanes: number,
): Turn | undefined => {
  const axes = mergedAxes(shape, permutation);
  if (axes.length <= 1) return undefined;
  const elements = sizeOf(shape);
  const [outermost] = axes as [Axis];
  const isOutside = outermost.size * outermost.distance === elements;
  const turned = isOutside ? axes.slice(1) : axes;
  const innermost = turned.at(-1) as Axis;
  const run = innermost.distance === 1 ? innermost.size : 1;
  const lanes = divisorsOf(run).findLast((divisor) => divisor <= mostLanes) ?? 1;
  const words = turned
    .toReversed()
    .map(
      ({ size, distance }, axis): ReadAxis =>
        axis === 0 && run > 1
          ? { size: size / lanes, distance: 1 }
          : { size, distance: distance / lanes },
    );
  return {
    lanes,
    blocks: isOutside ? outermost.size : 1,
    axes: words.filter(({ size }) => size > 1),
  };
};

const isPermutation = (permutation: readonly number[], axes: number): boolean =>
  permutation.length === axes &&
  new Set(permutation).size === axes &&
  Math.max(...permutation) < axes;

/** Lanes: the most, up to the input's, whose elements stay side by side. */
export const resolveTranspose = (
  { permutation }: TransposeParameters,
  [input]: readonly StreamType[],
  place: string,
): TransposeSpec => {
  if (!input) throw new Error('transpose has one input');
  const { shape } = input;
  if (!isPermutation(permutation, shape.length)) {
    throw new SinterError({
      code: 'E_PARAMETER',
      place: `${place}.permutation`,
      reason: `gives ${shapeText(permutation)}, needs each of the axes 0 to ${shape.length - 1} of the input ${shapeText(shape)} once`,
      hint: 'axes are counted from 0, without batch axis',
    });
  }
  const turn = turnOf(shape, permutation, input.lanes);
  const block = turn ? elementsOf(input) / turn.blocks : 0;
  if (block > largestBlock) {
    throw new SinterError({
      code: 'E_SHAPE',
      place: `${place}.in`,
      reason: `${shapeText(shape)} turned by ${shapeText(permutation)} stores blocks of ${block} elements, at most ${largestBlock} are supported`,
      hint: 'keep the outer axes in their place',
    });
  }
  const lanes = turn?.lanes ?? input.lanes;
  return {
    inputs: [input],
    output: { ...input, shape: permutation.map((axis) => shape[axis] as number), lanes },
    folding: { lanes },
    permutation,
    turn,
  };
};
