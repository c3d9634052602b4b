import { describe, expect, it } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { bindDatapath } from '../../../generator/passes/bind.js';
import { simplify } from '../../../generator/passes/simplify.js';
import { skipSchedule } from '../../../generator/units/dense/skip-schedule.js';
import { countNonZeros } from '../../../generator/units/weights.js';
import { referenceModel } from '../../support/reference-model.js';
import { needsShared, sharedFolder } from '../../support/shared.js';
import { stream } from '../../support/streams.js';
import { bindUnit } from '../../support/units.js';

/** Cycles of a vector over non-zeros / multipliers that an array that skips zeros may take. */
const mostOverIdeal = 1.15;

const randomMatrix = (size: number, percent: number) => {
  const next = randomIntegers(percent);
  const codes = Array.from({ length: size * size }, () =>
    next() % 100 < percent ? 0 : (next() % 255) - 127 || 1,
  );
  return tensor.fromCodes(codes, [size, size], int(8), { scale: 0.01 });
};

describe('arrays that skip zero weights, 256 x 256', () => {
  it.each([50, 80, 90, 95].flatMap((percent) => [8, 16, 32, 64, 128].map((pe) => [percent, pe])))(
    'take at most 1.15 of the ideal cycles: %i %% zeros on %i multipliers',
    (percent = 0, pe = 0) => {
      const weights = randomMatrix(256, percent);
      const unit = bindUnit('dense', [stream([256], { lanes: 32 })], {
        weights,
        array: { pe, skip: true },
        output: { format: int(8), scale: 1 },
      });
      const { intervalCycles, effectualMacs, multipliers } = unit.contract();
      expect(multipliers).toBe(pe);
      expect(intervalCycles).toBeLessThanOrEqual((mostOverIdeal * effectualMacs) / pe);
    },
  );
});

describe('the schedule of an array that skips zeros', () => {
  it.each([
    [24, 4, 1],
    [24, 8, 2],
    [24, 12, 6],
  ])(
    'has each weight once, in a PE of its row’s lane: %i rows, %i PEs, %i lanes',
    (rows, pe, lanes) => {
      const next = randomIntegers(3);
      const inputs = 40;
      const weights = Int32Array.from({ length: rows * inputs }, () =>
        next() % 4 === 0 ? 1 + (next() % 9) : 0,
      );
      const { lists, places, length } = skipSchedule(weights, rows, pe, lanes);
      const again = new Int32Array(weights.length);
      const parts = lists.map((list) => {
        expect(list.length).toBeLessThanOrEqual(length);
        const ends = list.flatMap(({ endsPart }, i) => (endsPart ? [i + 1] : []));
        return ends.map((end, slot) => list.slice(slot === 0 ? 0 : ends[slot - 1], end));
      });
      places.forEach((found, row) => {
        expect(found.length).toBeLessThanOrEqual(2);
        for (const { pe: at, slot } of found) {
          expect(Math.floor((at * lanes) / pe)).toBe(row % lanes);
          for (const { input, weight } of parts[at]?.[slot] ?? []) {
            again[row * inputs + input] = weight;
          }
        }
      });
      expect(again).toEqual(weights);
    },
  );
});

describe.skipIf(!sharedFolder)(`the layers of vww, pruned ${needsShared}`, () => {
  it('take at most 1.15 of the ideal cycles on 2 to 64 multipliers, as many as a layer allows', () => {
    const { nodes } = bindDatapath(simplify(referenceModel('vww').datapath));
    const layers = nodes.filter(({ node }) => node.unit === 'conv2d');
    expect(layers).toHaveLength(14);
    const allowed = layers.map(({ node, unit }) => {
      const [input] = unit.spec.inputs;
      if (!input) throw new Error('a convolution has an input');
      const [outputs = 1] = unit.spec.output.shape.slice(-1);
      let count = 0;
      for (const pe of [2, 4, 8, 16, 32, 64]) {
        if (pe > outputs) continue;
        let contract: ReturnType<typeof unit.contract>;
        try {
          const parameters = { ...node.parameters, array: { pe, skip: true } };
          contract = bindUnit(
            'conv2d',
            [{ ...input, lanes: input.shape[2] ?? 1 }],
            parameters,
          ).contract();
        } catch {
          continue;
        }
        const ideal = contract.effectualMacs / pe;
        expect(contract.intervalCycles, `${node.name}, ${pe}`).toBeLessThanOrEqual(
          mostOverIdeal * ideal,
        );
        count++;
      }
      return count;
    });
    // At least 2, 4 and 8; all but the layers of few channels also 16 and more.
    expect(Math.min(...allowed)).toBeGreaterThanOrEqual(3);
  });

  it('have few weights that are zero once the channels that nobody reads are left out', () => {
    const { datapath } = referenceModel('vww');
    const zerosOf = (path: typeof datapath): number => {
      const specs = bindDatapath(path).nodes.flatMap(({ node, unit }) =>
        node.unit === 'conv2d' && 'weights' in unit.spec ? [unit.spec.weights as Int32Array] : [],
      );
      const all = specs.reduce((sum, { length }) => sum + length, 0);
      return 1 - specs.reduce((sum, weights) => sum + countNonZeros(weights), 0) / all;
    };
    expect(zerosOf(datapath)).toBeGreaterThan(0.8);
    expect(zerosOf(simplify(datapath))).toBeLessThan(0.05);
  });
});
