import { adderLuts } from './cost.js';
import {
  type Adder,
  type AdderGraph,
  type Coefficients,
  combined,
  type GraphOutput,
  reached,
  type ValueRange,
  type Width,
  widthOf,
} from './graph.js';

/** A value with a sign at a shift: what is summed. */
export interface Term {
  readonly value: number;
  readonly shift: number;
  readonly negative: boolean;
}

/** Grows a graph adder by adder, and knows each value's range, width and level. */
export interface GraphBuilder {
  readonly inputs: readonly ValueRange[];
  readonly coefficients: readonly Coefficients[];
  readonly ranges: readonly ValueRange[];
  readonly widths: readonly Width[];
  /** Adders on the longest way to a value. */
  readonly levels: readonly number[];
  /** Adds an adder and gives the number of its value. */
  add(adder: Adder): number;
  /** Look-up tables so far. */
  luts(): number;
  finish(outputs: readonly GraphOutput[]): AdderGraph;
}

export const graphBuilder = (inputs: readonly ValueRange[]): GraphBuilder => {
  const ranges = [...inputs];
  const widths = inputs.map(widthOf);
  const coefficients: Coefficients[] = inputs.map((_, input) =>
    Float64Array.from(inputs, (__, i) => Number(i === input)),
  );
  const levels = inputs.map(() => 0);
  const adders: Adder[] = [];
  let luts = 0;
  return {
    inputs,
    coefficients,
    ranges,
    widths,
    levels,
    luts: () => luts,
    add(adder) {
      const { left, right, shift, operation } = adder;
      const made = combined(
        adder,
        coefficients[left] as Coefficients,
        coefficients[right] as Coefficients,
      );
      const range = reached(made, inputs);
      const width = widthOf(range);
      luts += adderLuts(
        widths[left] as Width,
        widths[right] as Width,
        shift,
        operation,
        width.bits,
      );
      adders.push(adder);
      coefficients.push(made);
      ranges.push(range);
      widths.push(width);
      levels.push(1 + Math.max(levels[left] as number, levels[right] as number));
      return ranges.length - 1;
    },
    finish: (outputs) => ({ inputs: inputs.length, adders, outputs, ranges }),
  };
};
