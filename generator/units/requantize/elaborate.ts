import type { Stage } from '../../ir/module.js';
import { beatsOf, elementsOf } from '../../ir/stream.js';
import { flatLanes } from '../../stream/lanes.js';
import { tailMask } from '../../stream/tail-mask.js';
import type { Naming } from '../unit.js';
import type { RequantizeStageOptions } from './lane.js';
import type { RequantizeSpec } from './spec.js';
import { requantizeStage } from './stage.js';

export const requantizeOptions = (
  spec: RequantizeSpec,
  naming: Naming,
): RequantizeStageOptions => ({
  naming,
  rescale: spec.rescale,
  bias: spec.bias,
  lanes: spec.lanes,
  beats: beatsOf(spec.output),
  accBits: spec.inputs[0]?.format.bits ?? 32,
  sumBits: spec.sumBits,
  outBits: spec.output.format.bits,
});

/** The rescaling pipeline, at lanes that never split a channel's constants over two words. */
export const elaborateRequantize = (spec: RequantizeSpec, naming: Naming): readonly Stage[] => {
  const [input] = spec.inputs;
  return [
    ...flatLanes('align', {
      elementBits: input?.format.bits ?? 32,
      inLanes: input?.lanes ?? 1,
      outLanes: spec.lanes,
      vector: elementsOf(spec.output),
      vectors: 1,
    }),
    requantizeStage(requantizeOptions(spec, naming)),
    ...tailMask(spec.output),
  ];
};
