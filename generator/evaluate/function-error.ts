import { rangeOf } from '../ir/format.js';
import { realValues } from '../ir/values.js';
import type { BoundDatapath } from '../passes/bind.js';
import { isFunctionOfOneCode } from '../units/lookup/spec.js';
import type { ErrorFigures } from './layer-error.js';

/** One input code of a function: its real value, and result less exact value in steps of the output. */
export interface CodeError {
  readonly x: number;
  readonly error: number;
}

/** A layer that is a function of one code, over every code that its input can have. */
export interface FunctionError {
  readonly name: string;
  readonly unit: string;
  readonly figures: ErrorFigures;
  /** Codes whose result is the code nearest to the exact value. */
  readonly correctlyRounded: number;
  readonly codes: readonly CodeError[];
}

/**
 * Errors of all functions of one code in a network against the function in doubles, ended where the
 * output's range ends. Codes at which it is not a number are left out.
 */
export const functionErrors = ({ nodes }: BoundDatapath): readonly FunctionError[] =>
  nodes.flatMap(({ node, unit }) => {
    const { spec } = unit;
    const [input] = spec.inputs;
    if (!input || !isFunctionOfOneCode(spec)) return [];
    const { scale, zeroPoint, format } = spec.output;
    const all = rangeOf(input.format);
    const codes = Int32Array.from(
      { length: all.maximum - all.minimum + 1 },
      (_, i) => all.minimum + i,
    );
    const xs = realValues(input, codes);
    const results = unit.golden([codes]);
    const { minimum, maximum } = rangeOf(format);
    const errors = [...unit.reference([xs])].flatMap((real, i): CodeError[] => {
      if (Number.isNaN(real)) return [];
      const exact = Math.min(Math.max(real / scale + zeroPoint, minimum), maximum);
      return [{ x: xs[i] as number, error: Number(results[i]) - exact }];
    });
    const sizes = errors.map(({ error }) => Math.abs(error));
    const worst = sizes.reduce((a, b) => Math.max(a, b), 0);
    const mean = sizes.reduce((a, b) => a + b, 0) / Math.max(1, sizes.length);
    return [
      {
        name: node.name,
        unit: node.unit,
        figures: {
          worstSteps: worst,
          meanSteps: mean,
          worstReal: worst * scale,
          meanReal: mean * scale,
        },
        correctlyRounded: sizes.filter((size) => size <= 0.5).length,
        codes: errors,
      },
    ];
  });
