import { type Codes, narrow } from '../../ir/codes.js';
import { elementsOf } from '../../ir/stream.js';
import { poolContract } from '../max_pool/pooling.js';
import type { UnitContract } from '../unit.js';
import { type AveragePoolSpec, averagePoolReduction } from './spec.js';

/** Neighbours that differ by one around zero: sums that end in halves, of both signs. */
const halves = (spec: AveragePoolSpec): readonly Codes[] => {
  const length = elementsOf(spec.inputs[0] ?? spec.output);
  const signed = spec.output.format.kind === 'int';
  const steps = (low: number): Codes =>
    narrow(Int32Array.from({ length }, (_, i) => low + ((i * 7 + (i >> 2)) & 1)));
  return signed ? [steps(0), steps(-1), steps(-2)] : [steps(0), steps(1)];
};

export const averagePoolContract = (spec: AveragePoolSpec): UnitContract => ({
  ...poolContract(spec, averagePoolReduction(spec)),
  corners: () => (spec.output.format.bits > 1 ? halves(spec) : []),
});
