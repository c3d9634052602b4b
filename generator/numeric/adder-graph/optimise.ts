import { randomIntegers } from '../random.js';
import { graphBuilder, type Term } from './builder.js';
import { type RowDifference, rowDifferences } from './differences.js';
import { canonicalDigits, digitCount } from './digits.js';
import type { AdderGraph, GraphOutput, ValueRange } from './graph.js';
import { type SharedPattern, shareTerms, type Weighing } from './share.js';
import { sumTerms } from './sum.js';

export interface ConstantMatrix {
  readonly outputs: number;
  readonly inputs: number;
  /** outputs x inputs, row-major. */
  readonly constants: ArrayLike<number>;
  /** Of every input. */
  readonly range: ValueRange;
}

interface Attempt {
  readonly graph: AdderGraph;
  /** Look-up tables, and a level of depth as one an output: it lengthens the pipeline. */
  readonly price: number;
  readonly shared: readonly SharedPattern[];
  readonly work: number;
}

/** What a level of depth counts for in the final sums, in 1/1024 of a look-up table. */
const levelPrice = 0;

/** Terms of all rows. */
const digitsOf = (rows: readonly RowDifference[]): number =>
  rows.reduce(
    (sum, { parent, constants }) =>
      constants.reduce((digits, constant) => digits + digitCount(constant), sum + (parent ? 1 : 0)),
    0,
  );

const attempt = (
  rows: readonly RowDifference[],
  inputs: readonly ValueRange[],
  weighing: Weighing,
  kept: readonly SharedPattern[] = [],
): Attempt => {
  const builder = graphBuilder(inputs);
  const terms = rows.map(({ constants }) =>
    constants.flatMap((constant, value) =>
      canonicalDigits(constant).map((digit): Term => ({ value, ...digit })),
    ),
  );
  const sharing = shareTerms(builder, terms, weighing, kept);
  const outputs: GraphOutput[] = [];
  let work = sharing.work;
  for (const [i, { row, parent }] of rows.entries()) {
    const own = sharing.rows[i] as readonly Term[];
    const before = parent && outputs[parent.row];
    const all = before && parent ? [...own, { ...before, negative: parent.negative }] : own;
    outputs[row] = sumTerms(builder, all, levelPrice);
    work += 4 * all.length ** 2;
  }
  const depth = Math.max(...builder.levels);
  const price = builder.luts() + depth * outputs.length;
  return { graph: builder.finish(outputs), price, shared: sharing.shared, work };
};

/** Pairs looked at: some ten seconds. */
const defaultBudget = 1.2e7;

/** Rounds without a gain after which it is enough. */
const patienceOf = ({ shared }: Attempt): number => Math.min(300, 4 * shared.length);

/** Differences of rows must have fewer digits by this factor to be worth their depth. */
const worthRelating = 0.95;

const weighings: readonly Weighing[] = [2, 1.5, 1].map((overlapPower) => ({
  overlapPower: overlapPower as Weighing['overlapPower'],
  jitter: 0,
  seed: 1,
}));

/**
 * A cheap adder graph of a constant matrix: each way to weigh common subexpressions, of the rows as they
 * are and of their differences, the cheapest kept; then part of its subexpressions taken back and found
 * anew with other random weights, as long as the budget lasts. The same matrix gives the same graph.
 */
export const optimise = (matrix: ConstantMatrix, budget = defaultBudget): AdderGraph => {
  const { outputs, inputs, constants, range } = matrix;
  const rows = Array.from({ length: outputs }, (_, output) =>
    Array.from({ length: inputs }, (__, input) => constants[output * inputs + input] as number),
  );
  const alone = rows.map(
    (row, i): RowDifference => ({ row: i, parent: undefined, constants: row }),
  );
  const related = rowDifferences(rows);
  const ways = digitsOf(related) < worthRelating * digitsOf(alone) ? [alone, related] : [alone];
  const ranges = Array.from({ length: inputs }, () => range);

  let spent = 0;
  let best: (Attempt & { readonly way: readonly RowDifference[] }) | undefined;
  const tryOut = (
    way: readonly RowDifference[],
    weighing: Weighing,
    kept: readonly SharedPattern[],
  ): void => {
    const made = attempt(way, ranges, weighing, kept);
    spent += made.work;
    if (!best || made.price <= best.price) best = { ...made, way };
  };
  for (const way of ways) {
    for (const weighing of weighings) tryOut(way, weighing, []);
  }
  const random = randomIntegers(1);
  let fruitless = 0;
  for (let round = 0; spent < budget && best && fruitless < patienceOf(best); round++) {
    // Take back between one in sixteen and one in three.
    const taken = 64 + (random() % 280);
    const kept = best.shared.filter(() => random() % 1024 >= taken);
    const weighing: Weighing = {
      overlapPower: ([1, 1.5, 2] as const)[random() % 3] as Weighing['overlapPower'],
      jitter: random() % 512,
      seed: round,
    };
    const { price } = best;
    tryOut(best.way, weighing, kept);
    fruitless = best.price < price ? 0 : fruitless + 1;
  }
  return (best as Attempt).graph;
};
