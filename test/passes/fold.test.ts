import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import { type FoldGoal, fold, nextStep } from '../../generator/passes/fold.js';
import { problemsOf } from '../support/golden.js';
import { randomTensor } from '../support/streams.js';

const output = { format: int(8), scale: 0.1 };

interface Arrays {
  readonly features?: object;
  readonly mixed?: object;
  readonly scores?: object;
}

const network = (arrays: Arrays = {}): Datapath =>
  datapath('net', (d) => {
    const image = d.input('image', { shape: [6, 6, 3], format: int(8), scale: 0.05 });
    const features = d.conv2d(image, {
      ...{ name: 'features', weights: randomTensor([8, 3, 3, 3], int(8), 1, 0.01), output },
      ...(arrays.features ? { array: arrays.features } : {}),
    });
    const mixed = d.depthwiseConv2d(features, {
      ...{ name: 'mixed', weights: randomTensor([1, 3, 3, 8], int(8), 2, 0.01), output },
      ...(arrays.mixed ? { array: arrays.mixed } : {}),
    });
    const scores = d.dense(mixed, {
      ...{ name: 'scores', weights: randomTensor([10, 8], int(8), 3, 0.01), output },
      ...(arrays.scores ? { array: arrays.scores } : {}),
    });
    d.output('scores', scores);
  }).build({ baseDirectory: '.' });

const foldingOf = (folded: Datapath): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    bindDatapath(folded).nodes.map(({ node, unit }) => [node.name, unit.spec.folding]),
  );

const costOf = (folded: Datapath) => {
  const { multipliers, intervalCycles } = compile(folded).package.manifest;
  return { multipliers, intervalCycles };
};

const multipliers = (budget: number): FoldGoal => ({ kind: 'multipliers', budget });
const interval = (cycles: number): FoldGoal => ({ kind: 'interval', cycles });

describe('folding to a budget of multipliers', () => {
  it.each([3, 5, 10, 24, 64, 200, 1000])('of %d keeps it', (budget) => {
    const cost = costOf(fold(network(), multipliers(budget)));
    expect(cost.multipliers).toBeLessThanOrEqual(budget);
  });

  it('is never slower for a larger one', () => {
    const intervals = [3, 5, 8, 16, 24, 40, 64, 128, 300].map(
      (budget) => costOf(fold(network(), multipliers(budget))).intervalCycles,
    );
    expect(intervals).toEqual([...intervals].sort((a, b) => b - a));
    expect(intervals[0]).toBeGreaterThan(intervals.at(-1) as number);
  });

  it('does not waste: no unit is faster than the slowest asks for', () => {
    const folded = fold(network(), multipliers(64));
    const bound = bindDatapath(folded);
    const slowest = Math.max(...bound.nodes.map(({ unit }) => unit.contract().intervalCycles));
    for (const { node } of bound.nodes) {
      const { unit } = bindDatapath(network()).nodes.find((n) => n.node.name === node.name) as {
        unit: { foldings(): readonly { multipliers: number; intervalCycles: number }[] };
      };
      const enough = unit.foldings().filter((choice) => choice.intervalCycles <= slowest);
      const least = Math.min(...enough.map((choice) => choice.multipliers));
      const own = bound.nodes.find((n) => n.node.name === node.name)?.unit.contract().multipliers;
      expect([node.name, own]).toEqual([node.name, least]);
    }
  });

  it('below the least is refused, with the least', () => {
    expect(problemsOf(() => fold(network(), multipliers(2)))).toEqual([
      'E_PARAMETER at net.multipliers: gives 2, the network needs at least 3 with one array a layer; raise --multipliers',
    ]);
    expect(problemsOf(() => fold(network(), multipliers(3)))).toEqual([]);
  });
});

describe('folding to an interval', () => {
  it.each([400, 700, 1500, 5000])('of %d reaches it', (cycles) => {
    expect(costOf(fold(network(), interval(cycles))).intervalCycles).toBeLessThanOrEqual(cycles);
  });

  it('brings the input in with as many lanes as it takes', () => {
    const [input] = fold(network(), interval(400)).inputs;
    expect(input?.stream.lanes).toBe(1);
    const small = datapath('net', (d) => {
      const x = d.input('x', { shape: [64], format: int(8), scale: 0.05 });
      d.output('y', d.dense(x, { weights: randomTensor([4, 64], int(8), 1, 0.01), output }));
    }).build({ baseDirectory: '.' });
    const [wide] = fold(small, interval(10)).inputs;
    expect(wide?.stream.lanes).toBe(8);
    expect(costOf(fold(small, interval(10))).intervalCycles).toBeLessThanOrEqual(10);
  });

  it('that no folding reaches is refused, unit by unit', () => {
    const told = problemsOf(() => fold(network(), interval(20)));
    expect(told.length).toBeGreaterThan(0);
    for (const line of told) {
      expect(line).toMatch(
        /^E_PARAMETER at net\.(features|mixed|scores): cannot take less than \d+ cycles, --interval asks for 20; raise --interval$/,
      );
    }
  });
});

describe('what the user has set', () => {
  it('stays', () => {
    const pinned = network({ features: { pe: 3, simd: 7 }, mixed: { pe: 2 } });
    const folded = foldingOf(fold(pinned, multipliers(100)));
    expect(folded).toMatchObject({ features: { pe: 3, simd: 7 }, mixed: { pe: 2 } });
  });

  it('stays where only half of it is set, and the other half is chosen', () => {
    const folding = foldingOf(fold(network({ scores: { pe: 10 } }), multipliers(300)));
    expect(folding['scores']).toMatchObject({ pe: 10 });
  });

  it('is left alone altogether without a goal', () => {
    const pinned = network({ scores: { pe: 2, simd: 4 } });
    expect(fold(pinned)).toBe(pinned);
  });

  it('counts in the budget', () => {
    expect(
      problemsOf(() => fold(network({ scores: { pe: 10, simd: 8 } }), multipliers(50))),
    ).toEqual([
      'E_PARAMETER at net.multipliers: gives 50, the network needs at least 82 with one array a layer; raise --multipliers',
    ]);
  });
});

describe('without a goal', () => {
  it('a network of which nothing is set gets 64 multipliers', () => {
    const { multipliers: used } = costOf(fold(network()));
    expect(used).toBeGreaterThan(3);
    expect(used).toBeLessThanOrEqual(64);
    expect(foldingOf(fold(network()))).toEqual(foldingOf(fold(network(), multipliers(64))));
  });

  it('the given datapath is not changed, and shapes stay', () => {
    const given = network();
    const before = JSON.stringify(given.nodes.map(({ parameters }) => Object.keys(parameters)));
    const folded = bindDatapath(fold(given, multipliers(30)));
    expect(JSON.stringify(given.nodes.map(({ parameters }) => Object.keys(parameters)))).toBe(
      before,
    );
    const unfolded = bindDatapath(given);
    for (const [name, stream] of folded.streams) {
      expect(stream.shape).toEqual(unfolded.streams.get(name)?.shape);
    }
  });
});

/** The advice for a network as it is folded for a goal, and what it costs now. */
const stepOf = (given: Datapath, goal?: FoldGoal) => {
  const { manifest } = compile(given, goal).package;
  return { now: manifest, step: nextStep(given, manifest.layers, manifest.intervalCycles) };
};

describe('the next step', () => {
  it.each([3, 5, 10, 24, 64])(
    'after %d multipliers is what folding to its cost gives',
    (budget) => {
      const { now, step } = stepOf(network(), multipliers(budget));
      expect(step?.intervalCycles).toBeLessThan(now.intervalCycles);
      expect(step?.added).toBe((step?.multipliers ?? 0) - now.multipliers);
      const cost = costOf(fold(network(), multipliers(step?.multipliers ?? 0)));
      expect(cost).toEqual({
        multipliers: step?.multipliers,
        intervalCycles: step?.intervalCycles,
      });
      // It is the least: with one multiplier fewer there is nothing to win.
      const fewer = costOf(fold(network(), multipliers((step?.multipliers ?? 0) - 1)));
      expect(fewer.intervalCycles).toBe(now.intervalCycles);
    },
  );

  it('leaves alone what is set, and is none where all of it is', () => {
    const set = {
      features: { pe: 1, simd: 3 },
      mixed: { pe: 2, simd: 1 },
      scores: { pe: 10, simd: 1 },
    };
    const all = network({
      features: { ...set.features, skip: false },
      mixed: set.mixed,
      scores: { ...set.scores, skip: false },
    });
    expect(stepOf(all).step).toBeUndefined();
    const open = { ...set, features: { simd: 3, skip: false } };
    const { now, step } = stepOf(network(open));
    expect(step?.intervalCycles).toBeLessThan(now.intervalCycles);
    expect((step?.added ?? 0) % 3).toBe(0);
  });

  it('is none at the end of all foldings', () => {
    expect(stepOf(network(), multipliers(100_000)).step).toBeUndefined();
  });
});
