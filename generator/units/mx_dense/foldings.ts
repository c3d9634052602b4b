import { bestFoldings, usefulWidths } from '../foldings.js';
import { blockLanes } from '../microscaling/blocks.js';
import type { FoldingChoice } from '../unit.js';
import { arrayCycles, arrayPlan } from './plan.js';
import type { MxDenseSpec } from './spec.js';

/** Widths of the array; of equal ones those that divide the outputs, then fewer accumulators. */
export const mxDenseFoldings = (spec: MxDenseSpec): readonly FoldingChoice[] => {
  const { array, parameters, inputs } = spec;
  const { outputs } = array;
  const [elements] = inputs;
  const length = elements?.shape.at(-1) ?? 1;
  const pinned = parameters.array;
  const pes = pinned.pe === undefined ? usefulWidths(outputs) : [pinned.pe];
  const simds =
    pinned.simd === undefined
      ? blockLanes.filter((width) => width === 1 || width / 2 < length)
      : [pinned.simd];
  const choices = pes.flatMap((pe) =>
    simds.map((simd) => ({
      parameters: { array: { pe, simd } },
      multipliers: pe * simd,
      intervalCycles: arrayCycles(arrayPlan(elements?.shape ?? [], outputs, { pe, simd })),
      awkward: Number(outputs % pe !== 0) + Number(length % simd !== 0),
      pe,
    })),
  );
  choices.sort((a, b) => a.awkward - b.awkward || a.pe - b.pe);
  return bestFoldings(choices);
};
