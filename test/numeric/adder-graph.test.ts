import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphLuts } from '../../generator/numeric/adder-graph/cost.js';
import { rowDifferences } from '../../generator/numeric/adder-graph/differences.js';
import { canonicalDigits } from '../../generator/numeric/adder-graph/digits.js';
import { type AdderGraph, evaluate } from '../../generator/numeric/adder-graph/graph.js';
import { optimise } from '../../generator/numeric/adder-graph/optimise.js';
import { pipelineOf } from '../../generator/numeric/adder-graph/pipeline.js';
import { randomIntegers } from '../../generator/numeric/random.js';

/** Enough for every heuristic once and a few rounds after. */
const budget = 2e5;

const int8 = { low: -128, high: 127 };

const product = (rows: readonly (readonly number[])[], x: readonly bigint[]): readonly bigint[] =>
  rows.map((row) => row.reduce((sum, w, i) => sum + BigInt(w) * (x[i] as bigint), 0n));

const graphOf = (rows: readonly (readonly number[])[], range = int8): AdderGraph => {
  const inputs = rows[0]?.length ?? 0;
  return optimise({ outputs: rows.length, inputs, constants: rows.flat(), range }, budget);
};

const randomRows = (outputs: number, inputs: number, limit: number, seed: number) => {
  const next = randomIntegers(seed);
  return Array.from({ length: outputs }, () =>
    Array.from({ length: inputs }, () => (next() % (2 * limit + 1)) - limit),
  );
};

describe('canonical signed digits', () => {
  it('make the constant, no two side by side', () => {
    for (let constant = -600; constant <= 600; constant++) {
      const digits = canonicalDigits(constant);
      const sum = digits.reduce(
        (s, { shift, negative }) => s + (negative ? -1 : 1) * 2 ** shift,
        0,
      );
      expect(sum).toBe(constant);
      for (const [i, { shift }] of digits.entries()) {
        expect(shift).toBeGreaterThan((digits[i - 1]?.shift ?? -2) + 1);
      }
    }
  });
});

describe('an adder graph', () => {
  const matrix = fc
    .record({ outputs: fc.integer({ min: 1, max: 6 }), inputs: fc.integer({ min: 1, max: 6 }) })
    .chain(({ outputs, inputs }) =>
      fc.array(
        fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -300, max: 300 })), {
          minLength: inputs,
          maxLength: inputs,
        }),
        { minLength: outputs, maxLength: outputs },
      ),
    );

  it('makes the product of matrix and vector', () => {
    fc.assert(
      fc.property(matrix, fc.integer({ min: 1, max: 1000 }), (rows, seed) => {
        const next = randomIntegers(seed);
        const x = (rows[0] as number[]).map(() => BigInt((next() % 256) - 128));
        expect(evaluate(graphOf(rows), x)).toEqual(product(rows, x));
      }),
      { numRuns: 60 },
    );
  });

  it('knows ranges that every value keeps and outputs reach', () => {
    const rows = [
      [3, -5, 7],
      [6, -10, 14],
      [-3, 5, 1],
      [-1, -2, -4],
    ];
    const range = { low: -4, high: 3 };
    const graph = graphOf(rows, range);
    const seen = graph.outputs.map(() => ({ low: Infinity, high: -Infinity }));
    for (let code = 0; code < 8 ** 3; code++) {
      const x = [0, 3, 6].map((bit) => ((code >> bit) & 7) - 4);
      for (const [i, row] of rows.entries()) {
        const y = row.reduce((sum, w, j) => sum + w * (x[j] as number), 0);
        const own = seen[i] as { low: number; high: number };
        own.low = Math.min(own.low, y);
        own.high = Math.max(own.high, y);
      }
    }
    const known = graph.outputs.map((output) => {
      const { low, high } = graph.ranges[output?.value ?? 0] as { low: number; high: number };
      const times = 2 ** (output?.shift ?? 0);
      return { low: low * times, high: high * times };
    });
    expect(known).toEqual(seen);
  });

  it('is the same every time', () => {
    const rows = randomRows(8, 8, 127, 3);
    expect(graphOf(rows)).toEqual(graphOf(rows));
  });

  it('shares: 16 x 16 random int8 constants cost less than 1.6 adders each', () => {
    const graph = graphOf(randomRows(16, 16, 127, 5));
    expect(graph.adders.length).toBeLessThan(1.6 * 256);
    expect(graphLuts(graph)).toBeLessThan(16 * 256);
  });

  it('needs nothing for powers of two and zeros', () => {
    expect(graphOf([[4], [0], [1]]).adders).toEqual([]);
  });

  it('merges signs: only an output without a positive term takes an adder more', () => {
    expect(graphOf([[-3]]).adders).toHaveLength(1);
    expect(graphOf([[1, -1]]).adders).toHaveLength(1);
    expect(graphOf([[-1, 2]]).adders).toHaveLength(1);
    expect(graphOf([[-1, -1]]).adders).toHaveLength(2);
  });
});

describe('rows as differences', () => {
  it('span every row, parents first, and add up', () => {
    const base = randomRows(1, 12, 127, 9)[0] as number[];
    const rows = [base, base.map((w, i) => (i === 3 ? w + 8 : w)), base.map((w) => -w), [...base]];
    const sums = new Map<number, readonly number[]>();
    for (const { row, parent, constants } of rowDifferences(rows)) {
      const before = parent ? (sums.get(parent.row) as readonly number[]) : base.map(() => 0);
      const sign = parent?.negative ? -1 : 1;
      sums.set(
        row,
        constants.map((constant, i) => constant + sign * (before[i] as number)),
      );
    }
    expect(rows.map((_, i) => sums.get(i))).toEqual(rows.map((row) => row.map((w) => w + 0)));
    const x = base.map((_, i) => BigInt(i * 5 - 30));
    const graph = graphOf(rows);
    expect(evaluate(graph, x)).toEqual(product(rows, x));
    expect(graph.adders.length).toBeLessThan(1.3 * graphOf([base]).adders.length + 4);
  });
});

describe('its pipeline', () => {
  const graph = graphOf(randomRows(10, 9, 127, 11));

  it.each([1, 2, 3, 6, 32])('has no more than %i adders between registers', (depth) => {
    const { stages, carried, ranks } = pipelineOf(graph, depth);
    const levels = stages.map(() => 0);
    for (const [i, { left, right }] of graph.adders.entries()) {
      const value = graph.inputs + i;
      for (const operand of [left, right]) {
        const ahead = (stages[value] as number) - (stages[operand] as number);
        expect(ahead).toBeGreaterThanOrEqual(0);
        expect(ahead).toBeLessThanOrEqual(carried[operand] as number);
        if (ahead === 0) {
          levels[value] = Math.max(levels[value] as number, levels[operand] as number);
        }
      }
      levels[value] = (levels[value] as number) + 1;
      expect(levels[value]).toBeLessThanOrEqual(depth);
    }
    for (const output of graph.outputs) {
      if (output)
        expect((stages[output.value] as number) + (carried[output.value] as number)).toBe(ranks);
    }
  });

  it('has one rank where the depth suffices, and more registers the shallower it is', () => {
    const shallow = [32, 6, 3, 1].map((depth) => pipelineOf(graph, depth));
    expect(shallow[0]?.ranks).toBe(1);
    const flipFlops = shallow.map((pipeline) => pipeline.flipFlops);
    expect(flipFlops).toEqual([...flipFlops].sort((a, b) => a - b));
  });
});
