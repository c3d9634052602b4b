import { Decimal as Base } from 'decimal.js';

/**
 * Decimals of 24 significant digits: a step of a 16-bit output is known to 10^-19 of itself. Their own
 * class, so that nobody's `Decimal.set` changes ours.
 */
export const Decimal = Base.clone({ precision: 24, rounding: Base.ROUND_HALF_EVEN });

export type Decimal = Base;

/** A real function, exact to the digits of its argument's class; an infinity saturates the output. */
export type RealFunction = (x: Decimal) => Decimal;

/**
 * What f(-x) is: f(x); -f(x); 1 - f(x) (sigmoid); f(x) - x (GELU, SiLU, softplus). `positive`: a function
 * that is the same for all x <= 0.
 */
export type Symmetry = 'even' | 'odd' | 'complement' | 'identity' | 'positive';

/** A real function by name, with what its two halves have to do with each other. */
export interface FunctionDefinition {
  readonly name: string;
  readonly of: RealFunction;
  readonly symmetry?: Symmetry | undefined;
}
