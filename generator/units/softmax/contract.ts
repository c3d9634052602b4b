import type { Codes } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { beatsOf, elementsOf } from '../../ir/stream.js';
import { rowDifferenceMemoryBits } from '../../stream/row-difference.js';
import type { UnitContract } from '../unit.js';
import { rowOptions } from './rows.js';
import type { SoftmaxSpec } from './spec.js';
import { softmaxCycles, softmaxMemoryBits } from './stages.js';

/** Rows that are all but uniform, and a ramp over every difference. */
const corners = (spec: SoftmaxSpec): readonly Codes[] => {
  const [input = spec.output] = spec.inputs;
  const { minimum, maximum } = rangeOf(input.format);
  const length = elementsOf(spec.output);
  const fill = (codeAt: (i: number) => number): Codes =>
    Int32Array.from({ length }, (_, i) => codeAt(i));
  return [
    fill((i) => (i % spec.row === 0 ? maximum : minimum)),
    fill((i) => (i % spec.row === spec.row - 1 ? minimum + 1 : minimum)),
    fill((i) => maximum - (i % (maximum - minimum + 1))),
    fill((i) => Math.max(minimum, maximum - (i % 3))),
  ];
};

export const softmaxContract = (spec: SoftmaxSpec): UnitContract => {
  const [input = spec.output] = spec.inputs;
  const options = rowOptions(spec);
  return {
    intervalCycles: Math.max(beatsOf(input), softmaxCycles(spec), beatsOf(spec.output)),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits: softmaxMemoryBits(spec) + rowDifferenceMemoryBits(options),
    corners: () => corners(spec),
  };
};
