import type { Stage } from '../ir/module.js';
import { type Grouping, regroup } from './regroup.js';
import { widthConverter } from './width-converter.js';

export interface LanesOptions {
  readonly elementBits: number;
  /** Lanes of the stream that comes. */
  readonly inLanes: number;
  /** Lanes that are wanted. */
  readonly outLanes: number;
  /** Elements of a vector (a pixel's channels, a row) and vectors in a tensor. */
  readonly vector: number;
  readonly vectors: number;
}

/**
 * The cheapest stage that brings elements from one lanes and grouping to another: none, a converter
 * whose lanes divide, or a regrouping with its shifter.
 */
export const convertLanes = (
  instance: string,
  elementBits: number,
  from: Grouping,
  to: Grouping,
  elements: number,
): readonly Stage[] => {
  // Groups whose beats are all full might as well be one.
  const merged = (side: Grouping): Grouping =>
    side.group % side.lanes === 0 ? { ...side, group: elements } : side;
  const input = merged(from);
  const output = merged(to);
  // Whether beats that come hold elements of one group of the output only.
  const aligned = input.group === output.group || output.group % input.lanes === 0;
  const divides = input.lanes % output.lanes === 0 || output.lanes % input.lanes === 0;
  // Beats that leave must not wait for a group of the input that ends within them.
  const whole = input.group === output.group || input.group % output.group === 0;
  if (aligned && whole && input.lanes === output.lanes) return [];
  if (aligned && whole && divides) {
    return [
      widthConverter({
        instance,
        elementBits,
        inLanes: input.lanes,
        outLanes: output.lanes,
        group: output.group,
        groups: elements / output.group,
      }),
    ];
  }
  return [regroup({ instance, elementBits, input, output, elements })];
};

/** A flat stream with other lanes, still flat: beats may hold the end of one vector and the next's start. */
export const flatLanes = (instance: string, options: LanesOptions): readonly Stage[] => {
  const { elementBits, inLanes, outLanes, vector, vectors } = options;
  const elements = vector * vectors;
  const side = (lanes: number): Grouping => ({ lanes, group: elements });
  return convertLanes(instance, elementBits, side(inLanes), side(outLanes), elements);
};

/** A flat stream brought to `outLanes` with every vector starting a beat. */
export const vectorLanes = (instance: string, options: LanesOptions): readonly Stage[] => {
  const { elementBits, inLanes, outLanes, vector, vectors } = options;
  const elements = vector * vectors;
  return convertLanes(
    instance,
    elementBits,
    { lanes: inLanes, group: elements },
    { lanes: outLanes, group: vector },
    elements,
  );
};
