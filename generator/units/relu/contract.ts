import { type Codes, isWide } from '../../ir/codes.js';
import { beatsOf, elementsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import type { ReluSpec } from './spec.js';

/** Codes on both sides of the limits. */
const aroundLimits = ({ output, minimum, maximum }: ReluSpec): Codes => {
  const range = [minimum - 1n, minimum, minimum + 1n, maximum - 1n, maximum, maximum + 1n];
  const { format } = output;
  const wrapped = (code: bigint): bigint =>
    format.kind === 'int' ? BigInt.asIntN(format.bits, code) : BigInt.asUintN(format.bits, code);
  const length = elementsOf(output);
  const codeAt = (i: number): bigint => wrapped(range[i % range.length] as bigint);
  return isWide(format)
    ? BigInt64Array.from({ length }, (_, i) => codeAt(i))
    : Int32Array.from({ length }, (_, i) => Number(codeAt(i)));
};

export const reluContract = (spec: ReluSpec): UnitContract => ({
  intervalCycles: beatsOf(spec.output),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: 0,
  corners: () => [aroundLimits(spec)],
});
