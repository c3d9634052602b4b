import { describe, expect, it } from 'vitest';
import { compile } from '../../../generator/compile.js';
import { datapath } from '../../../generator/dsl/datapath.js';
import { int } from '../../../generator/dsl/formats.js';
import { nm } from '../../../generator/dsl/sparsity.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { outputsOf, runGolden } from '../../../generator/golden.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { setParameters } from '../../../generator/passes/set-parameters.js';
import { windowGeometry } from '../../../generator/units/conv2d/geometry.js';
import { outsideOf, windowZeros } from '../../../generator/units/conv2d/window-zeros.js';
import { columnLists } from '../../../generator/units/dense/column-lists.js';
import { joinCycles } from '../../../generator/units/dense/inner-join-model.js';
import { longestList } from '../../../generator/units/dense/lanes-model.js';
import { keptWeights } from '../../../generator/units/dense/nm-groups.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { randomTensor, stream } from '../../support/streams.js';
import { structuredTensor } from '../../support/structured.js';
import { bindUnit } from '../../support/units.js';
import {
  broadcastCases,
  convolutionCases,
  innerJoinCases,
  laneCases,
  structuredCases,
} from './sparse-cases.js';
import { sparseFormatCases } from './sparse-format-cases.js';

describe('sparse layers, golden', () => {
  // Half a code of each of two roundings, and the multiplier's own 31 bits.
  it.each([
    ...structuredCases,
    ...broadcastCases,
    ...innerJoinCases,
    ...laneCases,
    ...convolutionCases,
    ...sparseFormatCases,
  ])('is within one code of the real-valued reference: $title', (unitCase) => {
    expect(distanceFromReference(unitCase, 40)).toBeLessThanOrEqual(1.001);
  });

  it.each([
    { sparsity: nm(2, 4) },
    { array: { dataflow: 'broadcast', pe: 2 } },
    { array: { dataflow: 'inner-join', pe: 2, simd: 4 } },
    { array: { dataflow: 'independent-lanes', pe: 2, simd: 4 } },
  ])('is what the dense layer makes of it: %o', (more) => {
    const weights = structuredTensor([5, 12], int(8), [2, 4], 3);
    const output = { format: int(8), scale: 0.2 };
    const inputs = [stream([12], { zeroPoint: 7 })];
    const codes = randomTensor([12], int(8), 4).data;
    const dense = bindUnit('dense', inputs, { weights, output });
    const sparse = bindUnit('dense', inputs, { weights, output, ...more });
    expect(sparse.golden([codes])).toEqual(dense.golden([codes]));
  });
});

describe('weights n:m', () => {
  it('are kept by rising place, the k-th at k to k + m - n', () => {
    const next = randomIntegers(1);
    for (const [n, m] of [
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 8],
      [7, 16],
    ] as const) {
      for (let i = 0; i < 200; i++) {
        const group = new Array<number>(1 + (next() % m)).fill(0);
        for (let j = 0; j < n; j++) group[next() % group.length] = 1 + (next() % 9);
        const kept = keptWeights(group, { kind: 'nm', n, m });
        const again = new Array<number>(m).fill(0);
        for (const { weight, place } of kept) again[place] = weight;
        expect(again).toEqual([...group, ...new Array<number>(m - group.length).fill(0)]);
        expect(kept).toHaveLength(n);
        kept.forEach(({ place }, k) => {
          expect(place - k).toBeGreaterThanOrEqual(0);
          expect(place - k).toBeLessThanOrEqual(m - n);
        });
      }
    }
  });

  it('take n / m of the cycles, or of the multipliers', () => {
    const weights = structuredTensor([16, 64], int(8), [2, 4], 3);
    const output = { format: int(8), scale: 0.2 };
    const contractOf = (more: object) =>
      bindUnit('dense', [stream([64], { lanes: 64 })], { weights, output, ...more }).contract();
    const dense = contractOf({ array: { pe: 4, simd: 16 } });
    const faster = contractOf({ sparsity: '2:4', array: { pe: 4, simd: 16 } });
    const smaller = contractOf({ sparsity: '2:4', array: { pe: 4, simd: 8 } });
    expect([dense.multipliers, dense.intervalCycles]).toEqual([64, 16]);
    expect([faster.multipliers, faster.intervalCycles]).toEqual([64, 8]);
    expect([smaller.multipliers, smaller.intervalCycles]).toEqual([32, 16]);
  });
});

describe('weights by columns', () => {
  it.each([
    [64, 10, 1],
    [64, 10, 3],
    [5, 7, 5],
  ])('are the matrix again, %i x %i on %i PEs', (outputs, inputs, pe) => {
    const next = randomIntegers(2);
    const weights = Int32Array.from({ length: outputs * inputs }, () =>
      next() % 20 === 0 ? (next() % 255) - 127 : 0,
    );
    const { entries, starts, runBits } = columnLists(weights, outputs, pe, 6);
    const again = new Int32Array(weights.length);
    for (let p = 0; p < pe; p++) {
      for (let column = 0; column < inputs; column++) {
        let slot = -1;
        for (let i = starts[p]?.[column] ?? 0; i < (starts[p]?.[column + 1] ?? 0); i++) {
          const { run, weight } = entries[p]?.[i] ?? { run: 0, weight: 0 };
          expect(run).toBeLessThan(2 ** runBits);
          slot += run + 1;
          if (weight !== 0) again[(slot * pe + p) * inputs + column] = weight;
        }
      }
    }
    expect(again).toEqual(weights);
  });
});

describe('cycles of data', () => {
  const weights = Int32Array.of(1, 0, 2, 3, 0, 0, 0, 4);

  it('are, of an inner join, the matches of the slowest PE, at least one a chunk', () => {
    const shape = { weights, outputs: 2, inputs: 4, chunk: 2 };
    const isZero = Uint8Array.of(0, 0, 0, 1);
    // Row 0: {0} and {2}; row 1: none in either chunk.
    expect(joinCycles({ ...shape, pe: 1 }, isZero)).toBe(1 + 1 + 1 + 1);
    expect(joinCycles({ ...shape, pe: 2 }, new Uint8Array(4))).toBe(1 + 2);
    expect(joinCycles({ ...shape, pe: 2 }, new Uint8Array(4).fill(1))).toBe(2);
  });

  it('are, of lanes, the longest list, at least one', () => {
    expect(longestList(2, Uint8Array.of(0, 1, 0, 1, 0, 0))).toBe(3);
    expect(longestList(2, Uint8Array.of(1, 1, 1, 1))).toBe(1);
  });
});

describe('sparse layers, what is refused', () => {
  const good = {
    weights: structuredTensor([4, 8], int(8), [2, 4], 1),
    output: { format: int(8), scale: 0.1 },
  };
  const problems = (change: object): readonly string[] =>
    problemsOf(() => bindUnit('dense', [stream([8])], { ...good, ...change }));

  it.each([
    [
      'a group with too many weights',
      { weights: tensor.of([[1, 0, 0, 2, 0, 3, 4, 5]], int(8), { scale: 1 }), sparsity: '2:4' },
      'E_PARAMETER at design.dense0.sparsity: asks for 2:4, row 0 has 3 weights other than zero in group 1 (inputs 4 to 7); prune the weights, or leave sparsity away',
    ],
    [
      'multipliers for half a group',
      { sparsity: nm(2, 4), array: { simd: 3 } },
      'E_PARAMETER at design.dense0.array.simd: gives 3, 2:4 needs 2 multipliers for each group of a beat; set a multiple of 2 up to 4',
    ],
    [
      'zeros skipped twice',
      { sparsity: nm(2, 4), array: { skip: true } },
      'E_PARAMETER at design.dense0.array.skip: does not go with sparsity; set one of the two',
    ],
    [
      'more than all',
      { sparsity: '4:4' },
      /^E_PARAMETER at design\.dense0\.sparsity: is no n:m with 1 <= n < m <= 32/,
    ],
    [
      'several products of a PE that has one multiplier',
      { array: { dataflow: 'broadcast', simd: 2 } },
      'E_PARAMETER at design.dense0.array.simd: goes with 1, not 2: a PE has one multiplier; leave simd away',
    ],
    [
      'a structure and a dataflow',
      { sparsity: '2:4', array: { dataflow: 'inner-join' } },
      'E_PARAMETER at design.dense0.sparsity: does not go with inner-join; set one of the two',
    ],
    [
      'an unknown dataflow',
      { array: { dataflow: 'scatter' } },
      /^E_PARAMETER at design\.dense0\.array\.dataflow: .*broadcast/,
    ],
  ] as const)('is %s', (_, change, message) => {
    const told = problems(change);
    expect(told).toHaveLength(1);
    if (typeof message === 'string') expect(told[0]).toBe(message);
    else expect(told[0]).toMatch(message);
  });

  it('is nm() of no whole group', () => {
    for (const [n, m] of [
      [0, 4],
      [4, 4],
      [1.5, 4],
      [2, 64],
    ] as const) {
      expect(problemsOf(() => nm(n, m))).toEqual([
        `E_ARGUMENT at nm(${n}, ${m}): needs whole numbers with 1 <= n < m <= 32`,
      ]);
    }
  });

  it('is, of a convolution, channels that are no whole groups, and a structure with a dataflow', () => {
    const conv2d = (more: object) =>
      problemsOf(() =>
        bindUnit('conv2d', [stream([3, 3, 6])], {
          weights: structuredTensor([2, 1, 1, 6], int(8), [2, 4], 1),
          output: good.output,
          ...more,
        }),
      );
    expect(conv2d({ sparsity: '2:4' })).toEqual([
      expect.stringMatching(
        /^E_PARAMETER at design\.conv2d0\.sparsity: asks for groups of 4 channels, 6 channels are no whole groups$/,
      ),
    ]);
    expect(conv2d({ sparsity: '1:3', array: { dataflow: 'broadcast' } })).toContain(
      'E_PARAMETER at design.conv2d0.sparsity: does not go with broadcast; set one of the two',
    );
  });
});

describe('sparse layers, foldings', () => {
  it.each([
    { sparsity: '2:4' },
    { array: { dataflow: 'broadcast' } },
    { array: { dataflow: 'inner-join' } },
    { array: { dataflow: 'independent-lanes' } },
  ])('are what the layer then takes: %o', (more: { readonly array?: object }) => {
    const inputs = [stream([24], { lanes: 24 })];
    const given = {
      weights: structuredTensor([12, 24], int(8), [2, 4], 1),
      output: { format: int(8), scale: 0.1 },
      ...more,
    };
    const choices = bindUnit('dense', inputs, given).foldings();
    expect(choices.length).toBeGreaterThan(3);
    for (const { parameters, multipliers, intervalCycles } of choices) {
      const { array } = parameters as { readonly array: object };
      const contract = bindUnit('dense', inputs, {
        ...given,
        array: { ...more.array, ...array },
      }).contract();
      expect(contract.multipliers).toBe(multipliers);
      expect(contract.intervalCycles).toBeLessThanOrEqual(Math.max(intervalCycles, 12));
      if (intervalCycles > 12) expect(contract.intervalCycles).toBe(intervalCycles);
    }
  });
});

describe('sparse convolutions, foldings', () => {
  it.each([
    { dataflow: 'broadcast' },
    { dataflow: 'inner-join' },
    { dataflow: 'independent-lanes' },
  ])('are what a convolution without padding then takes: %o', (array) => {
    const inputs = [stream([5, 5, 8], { lanes: 2 })];
    const { data } = randomTensor([6, 3 * 3 * 8], int(8), 7);
    const given = {
      weights: tensor.fromCodes([...(data as Int32Array)], [6, 3, 3, 8], int(8), { scale: 0.01 }),
      padding: 'valid',
      output: { format: int(8), scale: 0.1 },
    };
    const choices = bindUnit('conv2d', inputs, { ...given, array }).foldings();
    expect(choices.length).toBeGreaterThan(2);
    for (const { parameters, multipliers, intervalCycles } of choices) {
      const own = (parameters as { readonly array: object }).array;
      const contract = bindUnit('conv2d', inputs, {
        ...given,
        array: { ...array, ...own },
      }).contract();
      expect(contract.multipliers).toBe(multipliers);
      expect(contract.intervalCycles).toBeLessThanOrEqual(Math.max(intervalCycles, 100));
      if (intervalCycles > 100) expect(contract.intervalCycles).toBe(intervalCycles);
    }
  });
});

describe('zeros of a window', () => {
  const geometry = (padding: 'same' | 'valid') =>
    windowGeometry({
      ...{ image: [2, 3, 2], kernel: [1, 2], stride: [1, 2], dilation: [1, 1] },
      ...{ padding, place: 'x' },
    });

  it('are those of its pixels, and all that lies outside the image', () => {
    const isZero = Uint8Array.of(0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1);
    // Windows at columns 0 and 2 of either row; the second reaches beyond the image.
    expect([...windowZeros(geometry('same'), 2, isZero)]).toEqual([
      ...[0, 1, 0, 0, 1, 0, 1, 1],
      ...[0, 0, 1, 1, 0, 1, 1, 1],
    ]);
    expect([...outsideOf(geometry('same'), 2)]).toEqual([
      ...[0, 0, 0, 0, 0, 0, 1, 1],
      ...[0, 0, 0, 0, 0, 0, 1, 1],
    ]);
    expect(outsideOf(geometry('valid'), 2).includes(1)).toBe(false);
  });
});

describe('index bits', () => {
  it.each([
    [{ sparsity: '2:4' }, 12 * 6 * 2 * 2],
    [{ array: { dataflow: 'independent-lanes', pe: 2, simd: 4 } }, 4 * 6 * 2 * 3],
    [{}, undefined],
  ])('are told apart in the contract: %o', (more, bits) => {
    const given = {
      weights: structuredTensor([12, 24], int(8), [2, 4], 1),
      output: { format: int(8), scale: 0.1 },
      ...more,
    };
    const contract = bindUnit('dense', [stream([24], { lanes: 4 })], given).contract();
    expect(contract.indexBits).toBe(bits);
    expect(contract.memoryBits).toBeGreaterThan(bits ?? 0);
  });
});

describe('structured layers in a network', () => {
  it('keep the channels of their groups, read or not', () => {
    const first = randomTensor([8, 6], int(8), 5, 0.01);
    const second = structuredTensor([4, 8], int(8), [2, 4], 6);
    // Nobody reads channel 1; without it the groups after it would be others.
    const codes = Array.from(second.data as Int32Array, (code, i) => (i % 8 === 1 ? 0 : code));
    const design = datapath('network', (d) => {
      const x = d.input('x', { shape: [6], format: int(8), scale: 0.05, lanes: 2 });
      const output = { format: int(8), scale: 0.1 };
      const h = d.dense(x, { weights: first, output });
      const weights = tensor.fromCodes(codes, [4, 8], int(8), { scale: 0.01 });
      d.output('y', d.dense(h, { weights, sparsity: nm(2, 4), output }));
    });
    const { bound, hardware } = compile(design.build({ baseDirectory: '.' }));
    expect(hardware.nodes[1]?.unit.spec.inputs[0]?.shape).toEqual([8]);
    const inputs = new Map([['x', randomTensor([6], int(8), 7).data]]);
    expect(outputsOf(hardware, runGolden(hardware, inputs))).toEqual(
      outputsOf(bound, runGolden(bound, inputs)),
    );
  });

  it('take their structure from the command line', () => {
    const design = datapath('network', (d) => {
      const x = d.input('x', { shape: [8], format: int(8), scale: 0.05 });
      const weights = structuredTensor([4, 8], int(8), [2, 4], 6);
      d.output('y', d.dense(x, { name: 'fc', weights, output: { format: int(8), scale: 0.1 } }));
    });
    const set = setParameters(design.build({ baseDirectory: '.' }), [
      { path: 'fc.sparsity', value: '2:4' },
      { path: 'fc.array.simd', value: 4 },
    ]);
    const [layer] = compile(set).package.manifest.layers;
    expect([layer?.array, layer?.intervalCycles]).toEqual([{ pe: 1, simd: 4 }, 8]);
  });
});
