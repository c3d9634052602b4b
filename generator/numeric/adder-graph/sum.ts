import type { GraphBuilder, Term } from './builder.js';
import { adderLuts } from './cost.js';
import {
  type Adder,
  type Coefficients,
  combined,
  type GraphOutput,
  reached,
  type ValueRange,
  type Width,
  widthOf,
} from './graph.js';

/** A term, or the sum of two others: (negative ? -1 : 1) * what its adder makes * 2^shift. */
interface Partial {
  readonly coefficients: Coefficients;
  readonly width: Width;
  readonly level: number;
  readonly shift: number;
  readonly negative: boolean;
  readonly made: Made;
}

type Made =
  | { readonly kind: 'value'; readonly value: number }
  | {
      readonly kind: 'sum';
      readonly left: Partial;
      readonly right: Partial;
      readonly shift: number;
      readonly operation: 'add' | 'subtract';
    };

/** The lower of two partial sums on the left, so that its low bits pass by; of equal ones the positive. */
const ordered = (a: Partial, b: Partial): readonly [Partial, Partial] =>
  a.shift < b.shift || (a.shift === b.shift && !a.negative) ? [a, b] : [b, a];

const operationOf = (left: Partial, right: Partial): 'add' | 'subtract' =>
  left.negative === right.negative ? 'add' : 'subtract';

/** Least first: look-up tables, then levels where they count, then bits. */
const priceOf = (
  inputs: readonly ValueRange[],
  a: Partial,
  b: Partial,
  levelPrice: number,
): number => {
  const [left, right] = ordered(a, b);
  const shift = right.shift - left.shift;
  const operation = operationOf(left, right);
  const made = combined({ shift, operation }, left.coefficients, right.coefficients);
  const { bits } = widthOf(reached(made, inputs));
  const luts = adderLuts(left.width, right.width, shift, operation, bits);
  return luts * 1024 + bits * 8 + Math.max(left.level, right.level) * levelPrice;
};

const joined = (inputs: readonly ValueRange[], a: Partial, b: Partial): Partial => {
  const [left, right] = ordered(a, b);
  const shift = right.shift - left.shift;
  const operation = operationOf(left, right);
  const coefficients = combined({ shift, operation }, left.coefficients, right.coefficients);
  return {
    coefficients,
    width: widthOf(reached(coefficients, inputs)),
    level: 1 + Math.max(left.level, right.level),
    shift: left.shift,
    negative: left.negative,
    made: { kind: 'sum', left, right, shift, operation },
  };
};

/** The two cheapest to add, again and again, until one is left. */
const cheapestTree = (
  inputs: readonly ValueRange[],
  terms: readonly Partial[],
  levelPrice: number,
): Partial => {
  const partials = [...terms];
  const prices = partials.map((a, i) =>
    partials.slice(0, i).map((b) => priceOf(inputs, a, b, levelPrice)),
  );
  while (partials.length > 1) {
    let one = 1;
    let other = 0;
    for (let i = 1; i < partials.length; i++) {
      const row = prices[i] as number[];
      for (let j = 0; j < i; j++) {
        if ((row[j] as number) < ((prices[one] as number[])[other] as number))
          [one, other] = [i, j];
      }
    }
    const sum = joined(inputs, partials[one] as Partial, partials[other] as Partial);
    // `other` is the lower place: the sum takes it, the last partial takes the higher.
    const last = partials.length - 1;
    partials[other] = sum;
    partials[one] = partials[last] as Partial;
    partials.pop();
    prices.pop();
    for (const changed of one < last ? [one, other] : [other]) {
      for (let i = 0; i < last; i++) {
        if (i === changed) continue;
        const price = priceOf(
          inputs,
          partials[changed] as Partial,
          partials[i] as Partial,
          levelPrice,
        );
        (prices[Math.max(i, changed)] as number[])[Math.min(i, changed)] = price;
      }
    }
  }
  return partials[0] as Partial;
};

const canNegate = ({ made }: Partial): boolean =>
  made.kind === 'sum' &&
  (made.operation === 'subtract' || canNegate(made.left) || canNegate(made.right));

const place = (graph: GraphBuilder, { made }: Partial): number => {
  if (made.kind === 'value') return made.value;
  const { shift, operation } = made;
  return graph.add({
    left: place(graph, made.left),
    right: place(graph, made.right),
    shift,
    operation,
  });
};

/** The same with the other sign, at no adder more. */
const placeNegated = (graph: GraphBuilder, { made }: Partial): number => {
  if (made.kind === 'value') throw new Error('a value has the sign it has');
  const { left, right, shift, operation } = made;
  const adder = (a: number, b: number, how: Adder['operation']): number =>
    graph.add({ left: a, right: b, shift, operation: how });
  if (operation === 'subtract') {
    return adder(place(graph, left), place(graph, right), 'subtract from');
  }
  return canNegate(left)
    ? adder(placeNegated(graph, left), place(graph, right), 'subtract')
    : adder(place(graph, left), placeNegated(graph, right), 'subtract from');
};

/** -v, from v - 2v. */
const negated = (graph: GraphBuilder, value: number): number =>
  graph.add({ left: value, right: value, shift: 1, operation: 'subtract' });

/**
 * Adders that sum terms, cheapest pairs first, and the sign of the sum merged into them. `levelPrice`: what
 * a level of depth counts for, in 1/1024 of a look-up table.
 */
export const sumTerms = (
  graph: GraphBuilder,
  terms: readonly Term[],
  levelPrice: number,
): GraphOutput => {
  if (terms.length === 0) return undefined;
  const tree = cheapestTree(
    graph.inputs,
    terms.map(({ value, shift, negative }) => ({
      coefficients: graph.coefficients[value] as Coefficients,
      width: graph.widths[value] as Width,
      level: graph.levels[value] as number,
      shift,
      negative,
      made: { kind: 'value', value },
    })),
    levelPrice,
  );
  const { shift, negative } = tree;
  if (!negative) return { value: place(graph, tree), shift };
  if (canNegate(tree)) return { value: placeNegated(graph, tree), shift };
  return { value: negated(graph, place(graph, tree)), shift };
};
