import { type ElaboratedDesign, elaborateDesign } from './elaborate/top.js';
import { type Package, packageOf } from './emit/package.js';
import type { Datapath } from './ir/datapath.js';
import type { ResetPolicy } from './ir/reset.js';
import { type BoundDatapath, bindDatapath } from './passes/bind.js';
import { buffer } from './passes/buffer.js';
import { type FoldGoal, fold } from './passes/fold.js';
import { simplify } from './passes/simplify.js';

export interface Compiled {
  /** The datapath as it was given: what the golden model computes. */
  readonly bound: BoundDatapath;
  /** After the simplify pass, and after the fold pass. */
  readonly simplified: Datapath;
  readonly folded: Datapath;
  /** The datapath as the hardware has it: simplified, folded, buffered. */
  readonly hardware: BoundDatapath;
  readonly design: ElaboratedDesign;
  readonly package: Package;
}

/** What a package is besides its datapath. */
export interface PackageOptions {
  /** Default synchronous, active high. */
  readonly reset?: ResetPolicy | undefined;
}

/** Datapath to package as it is, without any pass: check, elaborate, emit. Throws SinterError. */
export const assemble = (datapath: Datapath, { reset }: PackageOptions = {}): Compiled => {
  const bound = bindDatapath(datapath);
  const design = elaborateDesign(bound, reset);
  const given = { bound, simplified: datapath, folded: datapath };
  return { ...given, hardware: bound, design, package: packageOf(bound, design) };
};

/**
 * Datapath to package: simplify, fold for the goal, buffer, then as `assemble`. The passes are exact: the
 * golden model of the datapath as given is the specification of the result. Throws SinterError.
 */
export const compile = (
  datapath: Datapath,
  goal?: FoldGoal,
  options?: PackageOptions,
): Compiled => {
  const bound = bindDatapath(datapath);
  const simplified = simplify(datapath);
  const folded = fold(simplified, goal);
  return { ...assemble(buffer(folded), options), bound, simplified, folded };
};
