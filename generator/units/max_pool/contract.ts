import type { UnitContract } from '../unit.js';
import { poolContract } from './pooling.js';
import { type MaxPoolSpec, maxPoolReduction } from './spec.js';

export const maxPoolContract = (spec: MaxPoolSpec): UnitContract =>
  poolContract(spec, maxPoolReduction(spec));
