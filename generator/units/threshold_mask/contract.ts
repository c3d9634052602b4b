import type { Codes } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { beatsOf, elementsOf } from '../../ir/stream.js';
import { rowDifferenceMemoryBits, wordsOfRow } from '../../stream/row-difference.js';
import type { UnitContract } from '../unit.js';
import { thresholdRows } from './elaborate.js';
import type { ThresholdMaskSpec } from './spec.js';

/** Elements at the limit, one before and one behind it; equal ones. */
const corners = ({ inputs, output, limit, row }: ThresholdMaskSpec): readonly Codes[] => {
  const { format } = inputs[0] ?? output;
  const { minimum, maximum } = rangeOf(format);
  const below = (distance: number): number => Math.max(minimum, maximum - Math.max(0, distance));
  const fill = (codeAt: (i: number) => number): Codes =>
    Int32Array.from({ length: elementsOf(output) }, (_, i) => codeAt(i));
  return [
    fill((i) => (i % row === 0 ? maximum : below(limit))),
    fill((i) => (i % row === 0 ? maximum : below(limit + 1))),
    fill((i) => (i % row === row - 1 ? maximum : below(limit - 1 + (i % 3)))),
  ];
};

export const thresholdMaskContract = (spec: ThresholdMaskSpec): UnitContract => {
  const { inputs, output, rows } = spec;
  const options = thresholdRows(spec);
  return {
    intervalCycles: Math.max(...inputs.map(beatsOf), rows * wordsOfRow(options), beatsOf(output)),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits: rowDifferenceMemoryBits(options),
    corners: () => corners(spec),
  };
};
