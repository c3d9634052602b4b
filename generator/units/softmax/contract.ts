import type { Codes } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { beatsOf, dataBitsOf, elementsOf } from '../../ir/stream.js';
import { fifoBits } from '../../stream/fifo.js';
import type { UnitContract } from '../unit.js';
import { softmaxCycles } from './hardware/row-shape.js';
import { softmaxMemoryBits } from './hardware/stages.js';
import type { SoftmaxSpec } from './spec.js';

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

const bufferBits = ({ inputs, inputFifo }: SoftmaxSpec): number =>
  inputs.reduce((sum, input, i) => sum + fifoBits(dataBitsOf(input), inputFifo[i] ?? 0), 0);

export const softmaxContract = (spec: SoftmaxSpec): UnitContract => {
  return {
    intervalCycles: Math.max(
      ...spec.inputs.map(beatsOf),
      softmaxCycles(spec),
      beatsOf(spec.output),
    ),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits: softmaxMemoryBits(spec) + bufferBits(spec),
    // A mask has as many tensors as the scores: neither has corners of its own.
    corners: () => (spec.maskStream ? [] : corners(spec)),
  };
};
