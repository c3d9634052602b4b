import { type Codes, narrow } from '../../ir/codes.js';
import { beatsOf, elementsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { meanMemoryBits } from './elaborate.js';
import type { MeanSpec } from './spec.js';

/** Sums that rise by one from result to result, from either end and around the middle: halves. */
const steps = ({ inputs, output, count, inner }: MeanSpec): readonly Codes[] => {
  const [input] = inputs;
  if (!input) return [];
  const { format, zeroPoint } = input;
  const low = format.kind === 'int' ? -(2 ** (format.bits - 1)) : 0;
  const high = low + 2 ** format.bits - 1;
  const from = (base: number): Codes =>
    narrow(
      Int32Array.from({ length: elementsOf(input) }, (_, i) => {
        const k = Math.floor(i / inner) % count;
        const result = Math.floor(i / (count * inner)) * inner + (i % inner);
        return Math.max(low, Math.min(high, base + (k < result % (count + 1) ? 1 : 0)));
      }),
    );
  return elementsOf(output) > 1
    ? [from(low), from(high - 1), from(zeroPoint), from(zeroPoint - 1)]
    : [];
};

/** The beats of the input at the sums' lanes. */
export const meanContract = (spec: MeanSpec): UnitContract => {
  const { outer, count, inner, output } = spec;
  const [input] = spec.inputs;
  return {
    intervalCycles: Math.max(input ? beatsOf(input) : 0, (outer * count * inner) / output.lanes),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits: meanMemoryBits(spec),
    corners: () => steps(spec),
  };
};
