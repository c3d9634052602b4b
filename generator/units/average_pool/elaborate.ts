import type { Stage } from '../../ir/module.js';
import { poolBurst, poolStages } from '../max_pool/pooling.js';
import type { Naming } from '../unit.js';
import { divideStage } from './divide.js';
import { type AveragePoolSpec, averagePoolReduction } from './spec.js';

/** The windows' sums, divided by their cells. */
export const elaborateAveragePool = (spec: AveragePoolSpec, naming: Naming): readonly Stage[] => [
  ...poolStages(spec, averagePoolReduction(spec)),
  divideStage(spec, naming),
  ...poolBurst(spec),
];
