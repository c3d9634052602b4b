import type { Codes } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { beatsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { divisorsOf } from '../../numeric/divisors.js';
import { wordsOfRow } from '../../stream/row-difference.js';
import type { FoldingChoice, UnitContract } from '../unit.js';
import type { ArgmaxSpec } from './spec.js';

/** Rows of equal elements, and rows whose largest elements come in pairs. */
export const tieCorners = (input: StreamType, row: number): readonly Codes[] => {
  const { minimum, maximum } = rangeOf(input.format);
  const fill = (codeAt: (i: number, r: number) => number): Codes =>
    Int32Array.from({ length: elementsOf(input) }, (_, i) => codeAt(i % row, Math.floor(i / row)));
  return [
    fill((i, r) => (i % 3 === r % 3 ? maximum : minimum)),
    fill((i) => (i === 0 || i === row - 1 ? 0 : minimum)),
    fill((i, r) => Math.max(minimum, maximum - (((i + r) % row) >> 1))),
  ];
};

export const argmaxContract = (spec: ArgmaxSpec): UnitContract => {
  const [input = spec.output] = spec.inputs;
  return {
    intervalCycles: Math.max(beatsOf(input), spec.rows * wordsOfRow(spec), beatsOf(spec.output)),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits: 0,
    corners: () => tieCorners(input, spec.row),
  };
};

/** Elements a cycle that divide the row, so that rows need no shifter. */
export const argmaxFoldings = (spec: ArgmaxSpec): readonly FoldingChoice[] =>
  divisorsOf(spec.row).map((lanes) => ({
    parameters: { lanes },
    multipliers: 0,
    intervalCycles: spec.rows * wordsOfRow({ row: spec.row, lanes }),
  }));
