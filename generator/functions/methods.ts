import { type CompiledFunction, compileFunction, type FunctionMethod } from './compile.js';
import type { FunctionDefinition, RealFunction, Symmetry } from './decimal.js';
import type { Quantization } from './samples.js';

/** Where a function stands between two streams, and what its halves have in common. */
export interface FunctionOptions extends Omit<FunctionMethod, 'method'> {
  /** How output codes are to be read. */
  readonly output: PartialQuantization;
  /** How input codes are to be read; a design's stream says it by itself. */
  readonly input?: PartialQuantization;
  /** What f(-x) is, where it follows from f(x); halves the table where that is cheaper. */
  readonly symmetry?: Symmetry;
}

type PartialQuantization = Omit<Quantization, 'zeroPoint'> & { readonly zeroPoint?: number };

/** A function and how to compute it: what `d.map` takes. */
export interface FunctionChoice {
  readonly kind: 'function';
  readonly definition: FunctionDefinition;
  readonly method: FunctionMethod;
  readonly output: Quantization;
  /**
   * The hardware for an input: its codes, its error over every input code, its area. Throws an Error where
   * nothing keeps within the error. `input` may be left out where the options have it.
   */
  compile(input?: PartialQuantization): CompiledFunction;
}

const withZero = (quantization: PartialQuantization): Quantization => ({
  zeroPoint: 0,
  ...quantization,
});

const choiceOf =
  (method: FunctionMethod['method']) =>
  (f: RealFunction, options: FunctionOptions): FunctionChoice => {
    const { output, input: known, symmetry, ...rest } = options;
    const choice = {
      kind: 'function',
      definition: { name: f.name === '' ? 'function' : f.name, of: f, symmetry },
      method: { ...rest, method },
      output: withZero(output),
    } as const;
    return {
      ...choice,
      compile(input = known) {
        if (!input) throw new Error('the input is not known: give compile(input) or options.input');
        return compileFunction(choice.definition, choice.method, withZero(input), choice.output);
      },
    };
  };

/** Straight lines by segments, each with the least worst error over its codes. */
export const pwl = choiceOf('pwl');

/** A word for every code, correctly rounded, or with `interpolate` chords between words. */
export const table = choiceOf('table');

/** Polynomials of degree 2 or 3 by segments. */
export const polynomial = choiceOf('polynomial');

/** Whatever of these takes the least area within the error. */
export const cheapest = choiceOf('cheapest');
