import { describe, expect, it } from 'vitest';
import { formatDesigns, formatShape } from '../../../bench/format-designs.js';
import { codebook, int, ternary, uint } from '../../../generator/dsl/formats.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { bindDatapath } from '../../../generator/passes/bind.js';
import {
  accumulateCost,
  centroidsOf,
  lookUpCost,
  sharedReaders,
} from '../../../generator/units/dense/centroids.js';
import type { DenseSpec } from '../../../generator/units/dense/spec.js';
import { problemsOf } from '../../support/golden.js';
import { randomTensor, stream } from '../../support/streams.js';
import { bindUnit } from '../../support/units.js';

const sixteen = codebook([-90, -66, -48, -34, -22, -13, -4, 4, 13, 22, 34, 48, 66, 90, 111, 127]);

const bound = (
  [input, weights]: readonly [NumberFormat, NumberFormat],
  [outputs, inputs]: readonly [number, number],
  array: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
) =>
  bindUnit('dense', [stream([inputs], { format: input, scale: 1, lanes: 8 })], {
    weights: randomTensor([outputs, inputs], weights, 3, 0.01),
    array,
    output: { format: int(8), scale: 1 },
    ...more,
  });

describe('bins of values', () => {
  it('are numbered by rising value, zero behind all that are read', () => {
    const { values, binOf } = centroidsOf(Int32Array.of(7, 0, -3, 7, 0, 5), 2, int(8));
    expect(values).toEqual([-3, 5, 7]);
    expect([...binOf]).toEqual([
      [-3, 0],
      [5, 1],
      [7, 2],
      [0, 3],
    ]);
  });

  it('hold what the fullest row has of a value, and no bit more', () => {
    // 7 twice in a row: 2 * -128 fits 9 bits, three times 10.
    expect(centroidsOf(Int32Array.of(7, 1, 7, 7, 1, 1), 2, int(8)).binBits).toBe(9);
    expect(centroidsOf(Int32Array.of(7, 7, 7, 7, 1, 1), 2, int(8)).binBits).toBe(10);
    // An activation without a sign: 2 * 255 fits 10 bits with one.
    expect(centroidsOf(Int32Array.of(7, 1, 7, 7, 1, 1), 2, uint(8)).binBits).toBe(10);
    expect(centroidsOf(new Int32Array(4), 2, int(8))).toMatchObject({ values: [0], binBits: 8 });
  });

  it('share a reader as far as the beats of a pass allow', () => {
    expect(sharedReaders(4, 64, 16)).toBe(4);
    expect(sharedReaders(4, 63, 16)).toBe(2);
    expect(sharedReaders(6, 50, 16)).toBe(3);
    expect(sharedReaders(4, 5, 16)).toBe(1);
  });
});

describe('array.centroids', () => {
  const kindOf = (
    formats: readonly [NumberFormat, NumberFormat],
    shape: readonly [number, number],
    array: Readonly<Record<string, unknown>>,
  ): string => {
    const unit = bound(formats, shape, array);
    const hardware = unit.elaborate({ module: 'm', dslName: 'd' });
    const text = JSON.stringify(hardware, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    return text.includes('centroid_array') ? 'accumulate' : 'look-up';
  };

  it('takes what is estimated as less, where rows are as long as they have values', () => {
    // Of 16 bits, where a multiplier a lane is worth more than a lane's bins.
    const wide = codebook(sixteen.values.map((value) => 257 * value));
    const formats = [int(8), wide] as const;
    const lut = { pe: 2, simd: 8, multiplier: 'lut' };
    expect(kindOf(formats, [8, 128], lut)).toBe('accumulate');
    expect(kindOf(formats, [8, 120], lut)).toBe('look-up');
    expect(kindOf(formats, [8, 128], { ...lut, centroids: 'look-up' })).toBe('look-up');
    expect(kindOf(formats, [8, 128], { pe: 2, simd: 8 })).toBe('look-up');
    expect(kindOf([int(2), sixteen], [8, 128], lut)).toBe('look-up');
    expect(kindOf([ternary(), wide], [8, 128], lut)).toBe('look-up');
    expect(kindOf([int(8), int(4)], [8, 128], lut)).toBe('look-up');
    expect(kindOf([int(8), int(4)], [8, 128], { ...lut, centroids: 'accumulate' })).toBe(
      'accumulate',
    );
  });

  it('estimates what docs/benchmarks.md measures, within a tenth', () => {
    const estimates = formatDesigns()
      .filter(({ title }) => title.includes('centroids'))
      .map(({ datapath }) => {
        const [matrix] = bindDatapath(datapath).nodes.map(
          ({ unit }) => (unit.spec as DenseSpec).matrix,
        );
        if (!matrix) throw new Error('a design of one layer');
        const own = { ...matrix, multiplier: 'lut' } as const;
        const shape = { ...formatShape, steps: formatShape.inputs / formatShape.simd };
        return { lookUp: lookUpCost(own, shape), accumulate: accumulateCost(own, shape) };
      });
    const measured = [
      { lookUp: 1036, accumulate: 856 },
      { lookUp: 1740, accumulate: 973 },
    ];
    measured.forEach(({ lookUp, accumulate }, i) => {
      const estimate = estimates[2 * i];
      expect(Math.abs((estimate?.lookUp ?? 0) / lookUp - 1)).toBeLessThan(0.1);
      expect(Math.abs((estimate?.accumulate ?? 0) / accumulate - 1)).toBeLessThan(0.1);
    });
  });

  it('takes as many cycles as beats, or as values where those are more', () => {
    const cycles = (inputs: number) =>
      bound([int(8), sixteen], [8, inputs], {
        pe: 2,
        simd: 8,
        centroids: 'accumulate',
      }).contract().intervalCycles;
    expect(cycles(128)).toBe(64);
    expect(cycles(256)).toBe(128);
    expect(cycles(64)).toBe(64);
  });

  it('counts the values in the foldings that it offers', () => {
    const { foldings } = bound([int(8), sixteen], [8, 128], { centroids: 'accumulate' });
    const choices = foldings?.() ?? [];
    expect(choices.length).toBeGreaterThan(3);
    for (const { intervalCycles, parameters } of choices) {
      const array = { ...(parameters['array'] as object), centroids: 'accumulate' };
      expect(bound([int(8), sixteen], [8, 128], array).contract().intervalCycles).toBe(
        intervalCycles,
      );
    }
  });
});

describe('what dense refuses to sum up by value', () => {
  const problems = (
    formats: readonly [NumberFormat, NumberFormat],
    array: Readonly<Record<string, unknown>>,
    more: Readonly<Record<string, unknown>> = {},
  ): readonly string[] =>
    problemsOf(() => bound(formats, [4, 64], { centroids: 'accumulate', ...array }, more));
  const message = (reason: string): string =>
    `E_PARAMETER at design.dense0.array.centroids: ${reason}; set centroids 'look-up', or leave it away`;

  it.each([
    [{ skip: true }, 'does not go with skip'],
    [{ dataflow: 'constant' }, 'does not go with dataflow constant'],
    [{ pe: 2, packing: 2 }, 'has no multipliers to pack'],
  ])('is %o', (array, reason) => {
    expect(problems([int(8), sixteen], array)).toEqual([message(reason)]);
  });

  it('is activations that are no integers, too many values, and groups', () => {
    expect(problems([ternary(), sixteen], {})).toEqual([
      message('goes with int and uint activations'),
    ]);
    const [many] = problems([int(8), int(8)], {});
    expect(many).toMatch(/sums up by value, but the weights have \d+ values, more than 64/);
    expect(problems([int(8), sixteen], {}, { sparsity: { kind: 'nm', n: 2, m: 4 } })).toEqual([
      message('does not go with sparsity'),
    ]);
  });
});
