import type { Stage } from '../../ir/module.js';
import { elementsOf } from '../../ir/stream.js';
import { convertLanes, vectorLanes } from '../../stream/lanes.js';
import { wordsOfRow } from '../../stream/row-difference.js';
import { tailMask } from '../../stream/tail-mask.js';
import { type MapOptions, mapMemoryBits, mapStage } from '../rows/map.js';
import { type PassOptions, passMemoryBits, passStage } from '../rows/pass.js';
import type { Naming } from '../unit.js';
import { momentsReduction, type NormHardware, normLane } from './hardware.js';
import type { IBertNormPlan } from './i-bert.js';
import { iBertLane, iBertReduction } from './i-bert-hardware.js';
import type { NormPlan } from './plan.js';

/** A normalisation by either method. */
export type AnyNorm = NormHardware<NormPlan | IBertNormPlan>;

const partsOf = ({ plan, ...rest }: AnyNorm, naming: Naming) =>
  plan.kind === 'exact'
    ? { ...momentsReduction({ plan, ...rest }, naming), ...normLane({ plan, ...rest }) }
    : { ...iBertReduction({ plan, ...rest }, naming), ...iBertLane({ plan, ...rest }) };

const optionsOf = (
  hardware: AnyNorm,
  naming: Naming,
): { readonly pass: PassOptions; readonly map: MapOptions } => {
  const { plan, input, output, lanes, rows } = hardware;
  const { part, summaryBits, lane, constants } = partsOf(hardware, naming);
  const words = wordsOfRow({ row: plan.row, lanes });
  return {
    pass: {
      instance: 'deviation',
      naming,
      description: 'rows, beside what is made of their deviation',
      words,
      rows,
      widthBits: lanes * input.format.bits,
      summaryBits,
      reduction: part,
    },
    map: {
      instance: 'normalise',
      naming,
      description: "elements over their row's deviation, times gain, plus offset",
      lanes,
      beats: rows * words,
      elementBits: input.format.bits,
      summaryBits,
      resultBits: output.format.bits,
      lane,
      constants,
    },
  };
};

/** Bits of the ring, the tables and the constants. */
export const normMemoryBits = (hardware: AnyNorm): number => {
  const { pass, map } = optionsOf(hardware, { module: 'norm', dslName: 'norm' });
  return passMemoryBits(pass) + mapMemoryBits(map);
};

/** From the flat stream to rows, their deviations, their results, and back. */
export const normStages = (hardware: AnyNorm, naming: Naming): readonly Stage[] => {
  const { plan, input, output, lanes, rows } = hardware;
  const { pass, map } = optionsOf(hardware, naming);
  const elements = elementsOf(output);
  const back = convertLanes(
    'flat',
    output.format.bits,
    { lanes, group: plan.row },
    { lanes, group: elements },
    elements,
  );
  return [
    ...vectorLanes('rows', {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: lanes,
      vector: plan.row,
      vectors: rows,
    }),
    passStage(pass),
    mapStage(map),
    ...(back.length > 0 ? back : tailMask(output)),
  ];
};
