import type { Codes } from '../../ir/codes.js';
import { isSigned } from '../../ir/format.js';
import type { ReluSpec } from './spec.js';

const clampWide = (spec: ReluSpec, codes: BigInt64Array): BigInt64Array => {
  // The array holds codes of uint64 modulo 2^64.
  const signed = isSigned(spec.output.format);
  return codes.map((stored) => {
    const code = signed ? stored : BigInt.asUintN(64, stored);
    return code < spec.minimum ? spec.minimum : code > spec.maximum ? spec.maximum : code;
  });
};

/** Codes brought between those of the activation's limits. */
export const reluGolden = (spec: ReluSpec, [input]: readonly Codes[]): Codes => {
  if (!input) throw new Error('relu has one input');
  if (input instanceof BigInt64Array) return clampWide(spec, input);
  const minimum = Number(spec.minimum);
  const maximum = Number(spec.maximum);
  return input.map((code) => Math.min(Math.max(code, minimum), maximum));
};
