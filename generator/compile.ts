import { elaborateDesign } from './elaborate/top.js';
import { type Package, packageOf } from './emit/package.js';
import type { Datapath } from './ir/datapath.js';
import { type BoundDatapath, bindDatapath } from './passes/bind.js';

export interface Compiled {
  readonly bound: BoundDatapath;
  readonly package: Package;
}

/** Datapath to package: check, elaborate, emit. Throws SinterError. */
export const compile = (datapath: Datapath): Compiled => {
  const bound = bindDatapath(datapath);
  return { bound, package: packageOf(bound, elaborateDesign(bound)) };
};
