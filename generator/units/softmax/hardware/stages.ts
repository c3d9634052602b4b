import type { Stage } from '../../../ir/module.js';
import {
  elementBitsOf,
  maximumCycles,
  maximumParameters,
  rowDifference,
  rowDifferenceMemoryBits,
  wordsOfRow,
} from '../../../stream/row-difference.js';
import { type MapOptions, mapMemoryBits, mapStage } from '../../rows/map.js';
import { type PassOptions, passMemoryBits, passStage } from '../../rows/pass.js';
import type { Naming } from '../../unit.js';
import { isOnline, type SoftmaxSpec } from '../spec.js';
import { int16ExponentialBits, int16ExponentialStage, int16TermBits } from './int16.js';
import { laneOf } from './lane.js';
import { rowOptions, rowPeriod } from './row-shape.js';
import { runningReduction } from './running.js';
import { type Reduction, totalReduction } from './total.js';

const reductionOf = (spec: SoftmaxSpec, naming: Naming): Reduction => {
  const { plan } = spec;
  return plan.kind === 'online-base2' || plan.kind === 'ita'
    ? runningReduction(spec, plan, naming)
    : totalReduction(spec, plan, naming);
};

/** Bits above the elements of a beat that its group's largest code takes; only online. */
const peakBitsOf = (spec: SoftmaxSpec): number =>
  isOnline(spec) ? rowOptions(spec).format.bits : 0;

/** Each group's largest code, above its beats. */
const peaks = (spec: SoftmaxSpec, naming: Naming): PassOptions => {
  const options = rowOptions(spec);
  const words = wordsOfRow(options);
  const { group } = spec.parameters;
  return {
    instance: 'peaks',
    naming,
    description: 'codes, and the largest of their group',
    words,
    group: group >= spec.row ? words : group / options.lanes,
    rows: spec.rows,
    widthBits: options.lanes * elementBitsOf(options),
    summaryBits: options.format.bits,
    reduction: {
      module: { kind: 'library', name: 'sinter_row_maximum' },
      parameters: maximumParameters(options),
      latencyCycles: maximumCycles,
      memoryBits: 0,
    },
  };
};

/** Bits of an element of the row that is summed. */
const summedBits = (spec: SoftmaxSpec): number =>
  spec.plan.kind === 'tflite-int16' ? int16TermBits : elementBitsOf(rowOptions(spec));

const sums = (spec: SoftmaxSpec, naming: Naming): PassOptions => {
  const options = rowOptions(spec);
  const { part, summaryBits } = reductionOf(spec, naming);
  return {
    instance: 'sum',
    naming,
    description: 'rows, beside what is made of the sum of their exponentials',
    words: wordsOfRow(options),
    period: rowPeriod(spec),
    rows: spec.rows,
    widthBits: options.lanes * summedBits(spec) + peakBitsOf(spec),
    summaryBits,
    reduction: part,
  };
};

const shares = (spec: SoftmaxSpec, naming: Naming, sumBits: number): MapOptions => {
  const options = rowOptions(spec);
  const peakBits = peakBitsOf(spec);
  const summaryBits = peakBits + sumBits;
  return {
    instance: 'normalise',
    naming,
    description: `exponentials over their row's sum, ${spec.parameters.method}`,
    lanes: options.lanes,
    beats: spec.rows * wordsOfRow(options),
    elementBits: summedBits(spec),
    summaryBits,
    resultBits: spec.output.format.bits,
    lane: laneOf(spec, naming, { summaryBits, peakBits }),
  };
};

/** From rows that start a beat each to rows of shares. */
export const rowStages = (spec: SoftmaxSpec, naming: Naming): readonly Stage[] => {
  const sum = sums(spec, naming);
  const { plan } = spec;
  return [
    isOnline(spec) ? passStage(peaks(spec, naming)) : rowDifference(rowOptions(spec)),
    ...(plan.kind === 'tflite-int16' ? [int16ExponentialStage(spec, plan.definition, naming)] : []),
    passStage(sum),
    mapStage(shares(spec, naming, sum.summaryBits)),
  ];
};

/** Bits of all rings and tables. */
export const softmaxMemoryBits = (spec: SoftmaxSpec): number => {
  const naming: Naming = { module: 'softmax', dslName: 'softmax' };
  const sum = sums(spec, naming);
  return (
    (isOnline(spec)
      ? passMemoryBits(peaks(spec, naming))
      : rowDifferenceMemoryBits(rowOptions(spec))) +
    (spec.plan.kind === 'tflite-int16' ? int16ExponentialBits(spec.parameters.lanes) : 0) +
    passMemoryBits(sum) +
    mapMemoryBits(shares(spec, naming, sum.summaryBits))
  );
};
