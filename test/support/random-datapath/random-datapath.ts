import type { Datapath } from '../../../generator/ir/datapath.js';
import { DatapathDraw } from './draw.js';
import { steps } from './steps.js';

/** Seeded random datapaths of all units of the DSL: small, of any lanes, streams that part and meet again. */
export const randomDatapath = (seed: number, most = 6): Datapath => {
  const draw = new DatapathDraw(seed);
  for (let left = draw.between(1, most); left > 0; ) {
    if (draw.attempt(draw.choose(steps))) left--;
  }
  return draw.finish('drawn');
};
