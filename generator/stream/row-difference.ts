import { isSigned, type NumberFormat, unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import {
  type ReplayOptions,
  replayMemoryBits,
  replayParameters,
  replayTiming,
} from './row-replay.js';

export interface RowOptions {
  readonly instance: string;
  readonly format: NumberFormat;
  /** Whether each element has a bit above it that leaves it out. */
  readonly masked: boolean;
  readonly lanes: number;
  /** Elements of a row; each row starts a beat. */
  readonly row: number;
  /** Rows of a tensor. */
  readonly rows: number;
}

type RowShape = Pick<RowOptions, 'row' | 'lanes'>;

export const wordsOfRow = ({ row, lanes }: RowShape): number => Math.ceil(row / lanes);

/** Elements in a row's last beat. */
export const tailOfRow = (shape: RowShape): number =>
  shape.row - (wordsOfRow(shape) - 1) * shape.lanes;

/** Bits of an element on its way. */
export const elementBitsOf = ({ format, masked }: RowOptions): number =>
  format.bits + (masked ? 1 : 0);

/** Cycles of templates/lib/sinter_row_maximum.v. */
export const maximumCycles = 2;

/** Parameters of templates/lib/sinter_row_maximum.v. */
export const maximumParameters = (options: RowOptions): Readonly<Record<string, number>> => ({
  LANES: options.lanes,
  BITS: options.format.bits,
  MASKED: options.masked ? 1 : 0,
  SIGNED: isSigned(options.format) ? 1 : 0,
  LEVELS: options.lanes > 1 ? unsignedBitsFor(options.lanes - 1) : 0,
  WORDS: wordsOfRow(options),
  TAIL: tailOfRow(options),
  WORD_BITS: unsignedBitsFor(wordsOfRow(options) - 1),
});

const replayOf = (options: RowOptions): ReplayOptions => {
  const words = wordsOfRow(options);
  return {
    words,
    group: words,
    rows: options.rows,
    widthBits: options.lanes * elementBitsOf(options),
    summaryBits: options.format.bits,
    summaryCycles: maximumCycles,
  };
};

export const rowDifferenceMemoryBits = (options: RowOptions): number =>
  replayMemoryBits(replayOf(options));

/** Each row's maximum less its elements; templates/lib/sinter_row_difference.v. */
export const rowDifference = (options: RowOptions): Stage => {
  const replay = replayOf(options);
  // A group is a row.
  const { GROUP: _, PERIOD: __, PERIOD_BITS: ___, ...ring } = replayParameters(replay);
  return {
    kind: 'stage',
    instance: options.instance,
    module: { kind: 'library', name: 'sinter_row_difference' },
    parameters: { ...maximumParameters(options), ...ring },
    inputBits: replay.widthBits,
    outputBits: replay.widthBits,
    timing: replayTiming(replay, 1),
  };
};
