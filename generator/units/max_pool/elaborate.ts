import type { Stage } from '../../ir/module.js';
import { elementsOf } from '../../ir/stream.js';
import { clampStage } from '../../stream/clamp.js';
import { poolBurst, poolStages } from './pooling.js';
import { type MaxPoolSpec, maxPoolReduction } from './spec.js';

/** The windows' maxima, and a clamp where an activation is asked for. */
export const elaborateMaxPool = (spec: MaxPoolSpec): readonly Stage[] => {
  const stages = poolStages(spec, maxPoolReduction(spec));
  if (spec.parameters.activation === 'none') return [...stages, ...poolBurst(spec)];
  const clamp = clampStage({
    instance: 'clamp',
    format: spec.output.format,
    lanes: spec.output.lanes,
    elements: elementsOf(spec.output),
    ...spec.clamp,
  });
  return [...stages, clamp, ...poolBurst(spec)];
};
