import { isSigned, rangeOf, signedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { centredBits } from '../../stream/product.js';
import type { Supply } from '../../stream/supply.js';
import type { Tiles } from '../../stream/tiles.js';
import type { Beats } from '../../stream/timing.js';
import type { Feed } from './feed.js';

export type Dataflow = 'output-stationary' | 'weight-stationary' | 'skip-zeros';

/** `matrices` products of [rows, depth] and [depth, columns]. */
export interface MatmulShape {
  readonly matrices: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** The right operand comes as [columns, depth]. */
  readonly transposed: boolean;
}

/** An operand as the array multiplies it. */
export interface Operand {
  readonly bits: number;
  readonly signed: boolean;
  /** Whether its zero point is taken off on the way. */
  readonly centred: boolean;
  /** Every value that it can have. */
  readonly low: number;
  readonly high: number;
}

export const operandOf = (stream: StreamType): Operand => {
  const { format, zeroPoint } = stream;
  const { minimum, maximum } = rangeOf(format);
  const centred = zeroPoint !== 0;
  return {
    bits: centred ? centredBits(stream) : format.bits,
    signed: centred || isSigned(format),
    centred,
    low: minimum - zeroPoint,
    high: maximum - zeroPoint,
  };
};

/** Every value of a sum of `terms` products. */
export const sumRange = ([a, b]: readonly [Operand, Operand], terms: number) => {
  const products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  return { low: terms * Math.min(...products), high: terms * Math.max(...products) };
};

/** Bits of an accumulator of `terms` products, partial sums included. */
export const sumBits = (operands: readonly [Operand, Operand], terms: number): number => {
  const { low, high } = sumRange(operands, terms);
  return signedBitsFor(Math.min(low, 0), Math.max(high, 0));
};

/** How a product is spread over an array and over time. */
export interface MatmulPlan {
  readonly shape: MatmulShape;
  readonly dataflow: Dataflow;
  /** Rows and columns of processing elements. */
  readonly array: readonly [number, number];
  /** The result's rows and columns in tiles; the depth, where the array's rows lie along it. */
  readonly rows: Tiles;
  readonly columns: Tiles;
  readonly depth: Tiles;
  /** Result lanes, and the result's columns in words of so many. */
  readonly lanes: number;
  readonly words: Tiles;
  readonly feeds: readonly [Feed, Feed];
  readonly intervalCycles: number;
  /** When the array's beats leave, for what comes at its buffers. */
  departures(supplies: readonly Supply[]): Beats;
  /**
   * The same of given data, where they decide: of every beat of the left operand how many elements are
   * not 0, `tensors` one after another.
   */
  departuresOf?(supplies: readonly Supply[], nonzeros: ArrayLike<number>, tensors: number): Beats;
}

export type PlanOptions = MatmulShape & {
  readonly operands: readonly [Operand, Operand];
  readonly array: readonly [number, number];
  /** Lanes of the left operand's stream. */
  readonly leftLanes: number;
};
