import type { Stage } from '../../ir/module.js';
import { beatsOf, elementsOf } from '../../ir/stream.js';
import { burstBits, burstBuffer } from '../../stream/burst.js';
import { flatLanes } from '../../stream/lanes.js';
import { tileMemoryBits, tileReduce } from '../../stream/tile-reduce.js';
import type { WindowGeometry } from '../../stream/window.js';
import type { Reduction } from '../../stream/window-reduce.js';
import type { RequantizeStageOptions } from '../requantize/lane.js';
import { requantizeMemoryBits, requantizeStage } from '../requantize/stage.js';
import type { Naming } from '../unit.js';
import type { MeanSpec } from './spec.js';

/** An image of a row for each mean, one window wide. */
const geometryOf = ({ outer, count }: MeanSpec): WindowGeometry => ({
  height: outer,
  width: count,
  kernel: [1, count],
  stride: [1, count],
  dilation: [1, 1],
  padTop: 0,
  padLeft: 0,
  outHeight: outer,
  outWidth: 1,
});

const reductionOf = (spec: MeanSpec): Reduction => ({
  operation: 'sum',
  format: (spec.inputs[0] ?? spec.output).format,
  resultBits: spec.accBits,
  lanes: spec.output.lanes,
  words: spec.inner / spec.output.lanes,
  count: false,
});

const requantizeOptions = (spec: MeanSpec, naming: Naming): RequantizeStageOptions => ({
  naming,
  rescale: spec.rescale,
  bias: [spec.bias],
  lanes: spec.output.lanes,
  beats: beatsOf(spec.output),
  accBits: spec.accBits,
  sumBits: spec.sumBits,
  outBits: spec.output.format.bits,
});

/** Sums that are complete together: of one run over the axes that go. */
const burstBeats = (spec: MeanSpec): number => Math.ceil(spec.inner / spec.output.lanes);

export const meanMemoryBits = (spec: MeanSpec): number =>
  burstBits(spec.output, burstBeats(spec)) +
  tileMemoryBits(geometryOf(spec), reductionOf(spec)) +
  requantizeMemoryBits(requantizeOptions(spec, { module: '', dslName: '' }));

/** Running sums as the elements come, and their requantization. */
export const elaborateMean = (spec: MeanSpec, naming: Naming): readonly Stage[] => {
  const [input] = spec.inputs;
  if (!input) throw new Error('mean has one input');
  return [
    ...flatLanes('lanes', {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: spec.output.lanes,
      vector: elementsOf(input),
      vectors: 1,
    }),
    tileReduce('reduce', geometryOf(spec), reductionOf(spec)),
    requantizeStage(requantizeOptions(spec, naming)),
    ...burstBuffer(spec.output, burstBeats(spec)),
  ];
};
