import type { Stage } from '../../ir/module.js';
import { elementsOf } from '../../ir/stream.js';
import { clampStage } from '../../stream/clamp.js';
import type { ReluSpec } from './spec.js';

export const elaborateRelu = ({ output, minimum, maximum }: ReluSpec): readonly Stage[] => [
  clampStage({
    instance: 'clamp',
    format: output.format,
    lanes: output.lanes,
    elements: elementsOf(output),
    minimum,
    maximum,
  }),
];
