import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import { bindUnit, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

const output = { format: int(8), scale: 0.5, zeroPoint: 10 };

describe('dense, golden', () => {
  it('is what a person works out', () => {
    // x = 0.5 * (code - 2): [1, -2, 0]. W x: [1 - 4, 3 + 2] * 0.25 = ..., bias 8 * 0.125 = 1.
    const unit = bindUnit('dense', [stream([3], { scale: 0.5, zeroPoint: 2 })], {
      weights: tensor.of(
        [
          [4, 8, 1],
          [12, -4, 100],
        ],
        int(8),
        { scale: 0.25 },
      ),
      bias: tensor.fromCodes([8, -16], [2], int(32)),
      output,
    });
    // 1 * 1 + 2 * -2 + 0 + 1 = -2 -> -4 + 10; 3 * 1 + -1 * -2 + 0 - 2 = 3 -> 6 + 10
    expect(runUnit(unit, [4, -2, 2])).toEqual([6, 16]);
  });

  it('takes several vectors one after another', () => {
    const unit = bindUnit('dense', [stream([2, 2], { scale: 1 })], {
      weights: tensor.of([[1, 2]], int(8), { scale: 0.5 }),
      output: { ...output, zeroPoint: 0 },
    });
    expect(unit.spec.output.shape).toEqual([2, 1]);
    expect(runUnit(unit, [1, 1, 10, -20])).toEqual([3, -30]);
  });

  it.each([
    ['none', [-128, 127]],
    ['relu', [10, 127]],
    ['relu6', [10, 22]],
    ['relu_n1_to_1', [8, 12]],
  ] as const)('clamps with activation %s', (activation, expected) => {
    const unit = bindUnit('dense', [stream([1], { scale: 1 })], {
      weights: tensor.of([[-1], [1]], int(8), { scale: 1 }),
      activation,
      output,
    });
    expect(runUnit(unit, [127])).toEqual(expected);
  });

  it('takes a zero point of the weights off', () => {
    const unit = bindUnit('dense', [stream([2], { scale: 1 })], {
      weights: tensor.of([[3, 5]], uint(4), { scale: 1, zeroPoint: 4 }),
      output: { format: int(8), scale: 1 },
    });
    expect(runUnit(unit, [10, 3])).toEqual([-7]);
  });

  // Half a code of each of two roundings, and the multiplier's own 31 bits.
  it.each(cases)('is within one code of the real-valued reference: $title', (unitCase) => {
    expect(distanceFromReference(unitCase, 40)).toBeLessThanOrEqual(1.001);
  });
});

describe('dense, what sums are kept in', () => {
  const many = tensor.fromCodes(new Array<number>(1024).fill(127), [1, 1024], int(8), { scale: 1 });
  const highest = new Array<number>(1024).fill(32767);
  const sum = 127 * 1024 * 32767;
  const dense = (more: object, format = int(16)) =>
    bindUnit('dense', [stream([1024], { format, scale: 1 })], {
      weights: many,
      output: { format: int(16), scale: 2 ** 18 },
      ...more,
    });

  it('is an int64 where the input is int16: no wrap at 32 bits', () => {
    expect(sum).toBeGreaterThan(2 ** 31);
    expect(runUnit(dense({}), highest)).toEqual([Math.round(sum / 2 ** 18)]);
  });

  it('is an int32 where that is asked for, or the input is another', () => {
    const wrapped = Math.round((sum - 2 ** 32) / 2 ** 18);
    expect(runUnit(dense({ accumulator: 'int32' }), highest)).toEqual([wrapped]);
    expect(runUnit(dense({}, int(17)), highest)).toEqual([wrapped]);
  });

  it('rounds once and ties upward as an int64, in both modes', () => {
    for (const rounding of ['double', 'single']) {
      const unit = bindUnit('dense', [stream([1], { format: int(16), scale: 1 })], {
        weights: tensor.of([[1], [-1]], int(8), { scale: 1 }),
        rounding,
        output: { format: int(16), scale: 4 },
      });
      expect(runUnit(unit, [2])).toEqual([1, 0]);
      expect(runUnit(unit, [6])).toEqual([2, -1]);
    }
  });

  it('takes a bias that no int32 holds', () => {
    const unit = bindUnit('dense', [stream([1], { format: int(16), scale: 1 })], {
      weights: tensor.of([[1]], int(8), { scale: 1 }),
      bias: tensor.fromCodes([2 ** 40], [1], int(64)),
      output: { format: int(16), scale: 2 ** 30 },
    });
    expect(runUnit(unit, [0])).toEqual([1024]);
  });
});

describe('dense, what the output is', () => {
  it('has the outputs on the last axis, in the format that is asked for', () => {
    const { spec } = bindUnit('dense', [stream([5, 6], { lanes: 4 })], {
      weights: randomTensor([4, 6], int(8), 1),
      array: { pe: 2, simd: 3 },
      output: { format: uint(4), scale: 0.1, zeroPoint: 3 },
    });
    expect(spec.output).toEqual({
      ...{ kind: 'stream', shape: [5, 4], format: uint(4), scale: 0.1, zeroPoint: 3, lanes: 1 },
    });
    expect(spec.folding).toEqual({ pe: 2, simd: 3 });
  });
});

describe('dense, what is refused', () => {
  const good = {
    weights: randomTensor([4, 6], int(8), 1),
    bias: randomBias(4, 10, 1),
    array: { pe: 2, simd: 3 },
    output: { format: int(8), scale: 0.1 },
  };
  const problems = (change: object): readonly string[] =>
    problemsOf(() => bindUnit('dense', [stream([6])], { ...good, ...change }));

  it('is nothing of what is good', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    [
      'weights of another shape',
      { weights: randomTensor([4, 5], int(8), 1) },
      'E_SHAPE at design.dense0.weights: gives shape [4, 5], needs [outputs, 6] for an input of shape [6]',
    ],
    [
      'weights of another rank',
      { weights: randomTensor([4, 6, 1], int(8), 1) },
      'E_SHAPE at design.dense0.weights: gives shape [4, 6, 1], needs [outputs, 6] for an input of shape [6]',
    ],
    [
      'a bias of another length',
      { bias: randomBias(3, 10, 1) },
      'E_SHAPE at design.dense0.bias: gives shape [3], needs [4], one per output channel',
    ],
    [
      'a bias too wide',
      { bias: tensor.fromCodes([1, 2, 3, 4], [4], int(64)) },
      'E_FORMAT at design.dense0.bias: gives int64, needs int32 or narrower',
    ],
    [
      'a sum of more bits than is defined',
      {
        accumulator: 'int64',
        bias: tensor.fromCodes([2 ** 47, 0, 0, 0], [4], int(64)),
      },
      'E_PARAMETER at design.dense0: has sums of 49 bits, at most 48 are defined with an int64 accumulator; check bias and weights',
    ],
    [
      'a left shift of 8 of an int64',
      { accumulator: 'int64', weights: randomTensor([4, 6], int(8), 1, 256) },
      'E_PARAMETER at design.dense0: the factor from accumulator to output needs a left shift of 8, at most 7 is defined with an int64 accumulator; check the scales of input, weights and output',
    ],
    [
      'another number of scales',
      { weights: randomTensor([4, 6], int(8), 1, [1, 2, 3]) },
      'E_SHAPE at design.dense0.weights: gives 3 scales for 4 output channels; give one scale, or one per output channel',
    ],
    [
      'weights too wide',
      { weights: randomTensor([4, 6], int(17), 1) },
      'E_FORMAT at design.dense0.weights: gives int17 weights, at most 16 bits are supported',
    ],
    [
      'more PEs than outputs',
      { array: { pe: 5, simd: 3 } },
      'E_PARAMETER at design.dense0.array.pe: gives 5, there are only 4 outputs; set dense0.array.pe between 1 and 4',
    ],
    [
      'more products than inputs',
      { array: { pe: 1, simd: 7 } },
      'E_PARAMETER at design.dense0.array.simd: gives 7, there are only 6 inputs; set dense0.array.simd between 1 and 6',
    ],
    [
      'no products',
      { array: { simd: 0 } },
      /^E_PARAMETER at design\.dense0\.array\.simd: .*from 1; set/,
    ],
    [
      'half a product',
      { array: { simd: 1.5 } },
      /^E_PARAMETER at design\.dense0\.array\.simd: gives 1\.5, needs a whole number/,
    ],
    [
      'a constant array of some results a cycle',
      { array: { dataflow: 'constant', pe: 3 } },
      'E_PARAMETER at design.dense0.array.pe: gives 3 results a cycle, which do not divide 4 outputs; set a divisor of the outputs, or leave pe away',
    ],
    [
      'a constant array of some inputs',
      { array: { dataflow: 'constant', simd: 2 } },
      'E_PARAMETER at design.dense0.array.simd: gives 2, a constant array takes all 6; leave simd away',
    ],
    [
      'a constant array that skips',
      { array: { dataflow: 'constant', skip: true } },
      'E_PARAMETER at design.dense0.array.skip: gives true, zeros cost a constant array nothing; leave skip away',
    ],
    [
      'a bit-serial array that skips',
      { array: { dataflow: 'bit-serial', skip: true } },
      'E_PARAMETER at design.dense0.array.skip: gives true, a bit-serial array takes weights as they come; leave skip away',
    ],
    [
      'a dataflow that there is none',
      { array: { dataflow: 'constnat' } },
      /^E_PARAMETER at design\.dense0\.array\.dataflow: .*constant/,
    ],
    [
      'an unknown parameter',
      { wieghts: 1 },
      'E_PARAMETER at design.dense0: has no parameter wieghts; did you mean weights?',
    ],
    [
      'an unknown parameter of the array',
      { array: { pe: 1, sind: 2 } },
      'E_PARAMETER at design.dense0.array: has no parameter sind; did you mean simd?',
    ],
    [
      'an unknown activation',
      { activation: 'gelu' },
      /^E_PARAMETER at design\.dense0\.activation: .*relu6/,
    ],
    ['no output', { output: undefined }, /^E_PARAMETER at design\.dense0\.output: /],
    [
      'a scale of zero',
      { output: { scale: 0 } },
      /^E_PARAMETER at design\.dense0\.output\.scale: .*above 0/,
    ],
    [
      'weights that are no tensor',
      { weights: [[1]] },
      'E_PARAMETER at design.dense0.weights: gives [[1]], needs a constant tensor (tensor.of or tensor.fromNpy)',
    ],
    [
      'a factor beyond every shift',
      { weights: randomTensor([4, 6], int(8), 1, 1e15) },
      'E_PARAMETER at design.dense0: the factor from accumulator to output needs a left shift of 49, at most 31 is defined with double rounding; check the scales of input, weights and output',
    ],
  ] as const)('is %s', (_, change, message) => {
    const told = problems(change);
    expect(told).toHaveLength(1);
    if (typeof message === 'string') expect(told[0]).toBe(message);
    else expect(told[0]).toMatch(message);
  });

  it('is a constant array too large to be optimised', () => {
    const change = {
      weights: randomTensor([300, 300], int(8), 1),
      array: { dataflow: 'constant' },
    };
    const bind = () => bindUnit('dense', [stream([300])], { ...good, bias: undefined, ...change });
    expect(problemsOf(bind)).toEqual([
      "E_PARAMETER at design.dense0.array.dataflow: gives 'constant' for a matrix of 300 x 300, too large to be optimised as adders; set dataflow 'folded', or split the layer",
    ]);
  });

  it('is an input that no int32 holds', () => {
    const bind = () => bindUnit('dense', [stream([6], { format: int(33) })], good);
    expect(problemsOf(bind)).toEqual([
      'E_FORMAT at design.dense0.in: gives int33, needs codes of at most int32; requantize it first',
    ]);
  });

  it('is told all at once', () => {
    const change = { bias: randomBias(3, 10, 1), array: { pe: 5, simd: 7 } };
    expect(problems(change).map((line) => line.split(':')[0])).toEqual([
      'E_SHAPE at design.dense0.bias',
      'E_PARAMETER at design.dense0.array.pe',
      'E_PARAMETER at design.dense0.array.simd',
    ]);
  });

  it('is another number of inputs', () => {
    const bind = () => bindUnit('dense', [stream([6]), stream([6])], good);
    expect(problemsOf(bind)).toEqual([
      'E_ARGUMENT at design.dense0: gives 2 input streams, dense needs 1',
    ]);
  });
});
