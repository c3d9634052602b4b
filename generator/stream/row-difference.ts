import { isSigned, type NumberFormat, unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { departuresByCycle } from './cycles.js';

export interface RowOptions {
  readonly instance: string;
  readonly format: NumberFormat;
  readonly lanes: number;
  /** Elements of a row; each row starts a beat. */
  readonly row: number;
  /** Rows of a tensor. */
  readonly rows: number;
}

export const wordsOfRow = ({ row, lanes }: RowOptions): number => Math.ceil(row / lanes);

/** Elements in a row's last beat. */
export const tailOfRow = (options: RowOptions): number =>
  options.row - (wordsOfRow(options) - 1) * options.lanes;

const depthOf = (options: RowOptions): number => wordsOfRow(options) + 2;

export const rowDifferenceMemoryBits = (options: RowOptions): number =>
  depthOf(options) * (options.lanes * options.format.bits + 1);

/** Each row's maximum less its elements; templates/lib/sinter_row_difference.v. */
export const rowDifference = (options: RowOptions): Stage => {
  const { instance, format, lanes, rows } = options;
  const words = wordsOfRow(options);
  const depth = depthOf(options);
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_row_difference' },
    parameters: {
      LANES: lanes,
      BITS: format.bits,
      SIGNED: isSigned(format) ? 1 : 0,
      LEVELS: lanes > 1 ? unsignedBitsFor(lanes - 1) : 0,
      WORDS: words,
      TAIL: tailOfRow(options),
      DEPTH: depth,
      ADDRESS_BITS: unsignedBitsFor(depth - 1),
      COUNT_BITS: unsignedBitsFor(depth),
    },
    inputBits: lanes * format.bits,
    outputBits: lanes * format.bits,
    timing: {
      intervalCycles: rows * words,
      departures(arrivals) {
        let count = 0;
        let word = 0;
        let peak = false;
        let complete = false;
        let readWord = 0;
        let stored = false;
        let given = false;
        return departuresByCycle(arrivals, rows * words, (offered) => {
          const gives = given;
          const pop = readWord > 0 || complete;
          const enable = !complete || (pop && readWord === 0);
          const takes = offered && enable && count < depth;
          given = stored;
          stored = pop;
          if (pop) {
            readWord = (readWord + 1) % words;
            count--;
          }
          if (enable) {
            complete = peak;
            peak = takes && word === words - 1;
          }
          if (takes) {
            word = (word + 1) % words;
            count++;
          }
          return { takes, gives };
        });
      },
    },
  };
};
