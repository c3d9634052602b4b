import type { ControlModel } from './data-cycles.js';
import { adderTreeLevels } from './mac-array.js';

export interface LanesShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly pe: number;
  readonly simd: number;
}

/** Cycles of each fold of a vector: its longest list, input i in that of lane i mod simd; at least one. */
export const longestList = (simd: number, isZero: Uint8Array): number => {
  const lengths = new Int32Array(simd);
  isZero.forEach((zero, i) => {
    if (!zero) lengths[i % simd] = (lengths[i % simd] as number) + 1;
  });
  return Math.max(1, ...lengths);
};

interface Pass {
  readonly ends: boolean;
  readonly lastFold: boolean;
}

/** The control of templates/units/dense/lanes_array.v.hbs, cycle by cycle. */
export const lanesModel =
  ({ inputs, outputs, pe, simd }: LanesShape, inLanes: number, outLanes: number): ControlModel =>
  (feed, isZero) => {
    const words = inputs / inLanes;
    const folds = Math.ceil(outputs / pe);
    const tailParts = (outputs - (folds - 1) * pe) / outLanes;
    const vectors = isZero.length / inputs;
    const departures = new Float64Array((vectors * outputs) / outLanes);
    const lists = Array.from({ length: vectors }, (_, vector) =>
      longestList(simd, isZero.subarray(vector * inputs, (vector + 1) * inputs)),
    );
    const full = [false, false];
    let filling = 0;
    let word = 0;
    let taken = 0;
    let working = 0;
    let position = 0;
    let fold = 0;
    // What is beside the entries first, the result last.
    const pipeline: (Pass | undefined)[] = new Array<undefined>(adderTreeLevels(simd) + 3).fill(
      undefined,
    );
    let result: Pass | undefined;
    // Parts that the converter has left to give.
    let parts = 0;
    let given = 0;
    for (let cycle = feed.arrival(0); given < departures.length; cycle++) {
      if (parts > 0) departures[given++] = cycle;
      const ready = parts <= 1;
      const enable = !result || ready;
      const accepts = !full[filling % 2] && feed.arrival(taken) <= cycle;
      const issue = enable && full[working % 2] === true;
      const ends = position + 1 >= (lists[working] ?? 1);
      const lastFold = fold === folds - 1;
      if (ready) parts = result ? (result.lastFold ? tailParts : pe / outLanes) : 0;
      else parts--;
      if (enable) {
        const done = pipeline.pop();
        result = done?.ends ? done : undefined;
        pipeline.unshift(issue ? { ends, lastFold } : undefined);
      }
      if (issue) {
        position = ends ? 0 : position + 1;
        if (ends) fold = lastFold ? 0 : fold + 1;
        if (ends && lastFold) {
          full[working % 2] = false;
          working++;
        }
      }
      if (accepts) {
        feed.taken(taken, cycle);
        taken++;
        word = word === words - 1 ? 0 : word + 1;
        if (word === 0) {
          full[filling % 2] = true;
          filling++;
        }
      }
    }
    return departures;
  };
