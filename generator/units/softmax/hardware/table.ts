import { unsignedBitsFor } from '../../../ir/format.js';
import type { MemoryModule } from '../../../ir/module.js';
import type { Naming } from '../../unit.js';

export const largestOf = (values: Int32Array): number => values.reduce((a, b) => Math.max(a, b), 0);

/** A table of numbers without sign, as wide as the largest needs unless said. */
export const tableOf = (
  naming: Naming,
  name: string,
  values: Int32Array,
  description: string,
  widthBits = unsignedBitsFor(largestOf(values)),
): MemoryModule => ({
  kind: 'memory',
  name: `${naming.module}_${name}`,
  widthBits,
  words: Array.from(values, (value) => BigInt(value)),
  description,
});

export const tableBits = ({ words, widthBits }: MemoryModule): number => words.length * widthBits;
