import { describe, expect, it } from 'vitest';
import { binary, flint, int, olive, powerOfTwo, ternary } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { definedValues } from '../../support/format-values.js';
import { problemsOf } from '../../support/golden.js';
import { type randomBias, randomTensor, stream } from '../../support/streams.js';
import { bindCase, bindUnit, runUnit } from '../../support/units.js';
import { formatCases } from './format-cases.js';
import { outputCases } from './output-cases.js';

/** A double as a quotient of whole numbers, by its decimal-free hexadecimal digits. */
const quotient = (x: number): readonly [bigint, bigint] => {
  let bits = 0;
  let y = x;
  while (y !== Math.trunc(y)) {
    y *= 2;
    bits++;
  }
  return [BigInt(y), 1n << BigInt(bits)];
};

/** bias + sum of weight * (value - zero point), in BigInt, of the values that the definitions give. */
const sumsOf = (
  unit: { readonly inputs: readonly StreamType[]; readonly parameters: object },
  codes: Int32Array,
): readonly bigint[] => {
  const [input] = unit.inputs;
  const { weights, bias } = unit.parameters as {
    weights: ReturnType<typeof randomTensor>;
    bias?: ReturnType<typeof randomBias>;
  };
  const x = definedValues((input as StreamType).format, [...codes]);
  const w = definedValues(weights.format, [...(weights.data as Int32Array)]);
  const [outputs = 0, inputs = 0] = weights.shape;
  return Array.from({ length: outputs }, (_, o) => {
    let sum = BigInt(bias?.data[o] ?? 0);
    for (let i = 0; i < inputs; i++) {
      sum +=
        BigInt(w[o * inputs + i] as number) * BigInt((x[i] as number) - (input?.zeroPoint ?? 0));
    }
    return sum;
  });
};

const tensorsOf = ([input]: readonly StreamType[]) =>
  stimulusFor([{ name: 'x', stream: input as StreamType }], 30, 5).get('x') as Int32Array[];

describe('dense in formats, golden', () => {
  it.each(formatCases)('is the sum of products of values: $title', (unitCase) => {
    // A scale of 1 and an int32 result show the sums themselves.
    const unit = bindCase({
      ...unitCase,
      inputs: unitCase.inputs.map((one) => ({ ...one, scale: 1 })),
      parameters: {
        ...unitCase.parameters,
        weights: { ...(unitCase.parameters['weights'] as object), scale: 1 },
        output: { format: int(32), scale: 1 },
      },
    });
    for (const codes of tensorsOf(unitCase.inputs)) {
      expect([...unit.golden([codes])].map(BigInt)).toEqual(sumsOf(unitCase, codes));
    }
  });

  it.each(outputCases)('is the nearest value, ties upward: $title', (unitCase) => {
    const unit = bindCase(unitCase);
    const { format, scale } = unit.spec.output;
    const { weights, activation } = unitCase.parameters as {
      weights: { scale: number | readonly number[] };
      activation?: string;
    };
    const input = unitCase.inputs[0] as StreamType;
    const codesOfFormat = Array.from({ length: 2 ** format.bits }, (_, code) => code);
    const values = definedValues(format, codesOfFormat);
    for (const codes of tensorsOf(unitCase.inputs)) {
      const got = definedValues(format, [...(unit.golden([codes]) as Int32Array)]);
      sumsOf(unitCase, codes).forEach((sum, o) => {
        const factor =
          typeof weights.scale === 'number'
            ? Math.fround(Math.fround(input.scale) * Math.fround(weights.scale)) / scale
            : (input.scale * (weights.scale[o] as number)) / scale;
        const [top, bottom] = quotient(factor);
        const [step, unitBottom] = quotient(scale);
        // Everything over one denominator: real = sum * factor, limits = limit / scale.
        let real: readonly [bigint, bigint] = [sum * top, bottom];
        const limit = (to: bigint, low: boolean): void => {
          const bound: readonly [bigint, bigint] = [to * unitBottom, step];
          const below = real[0] * bound[1] < bound[0] * real[1];
          if (below === low) real = bound;
        };
        if (activation === 'relu' || activation === 'relu6') limit(0n, true);
        if (activation === 'relu6') limit(6n, false);
        const distance = (value: number): bigint => {
          const d = BigInt(value) * real[1] - real[0];
          return d < 0n ? -d : d;
        };
        const nearest = values.reduce((best, value) =>
          distance(value) < distance(best) || (distance(value) === distance(best) && value > best)
            ? value
            : best,
        );
        expect(got[o]).toBe(nearest);
      });
    }
  });

  it('has a network of binary layers by hand', () => {
    const unit = bindUnit('dense', [stream([4], { format: binary(), scale: 1 })], {
      weights: tensor.fromValues(
        [
          [1, -1, 1, 1],
          [-1, -1, 1, -1],
        ],
        binary(),
      ),
      bias: tensor.of([0, -1], int(32)),
      output: { format: binary(), scale: 1 },
    });
    // x = +1 +1 -1 +1: 1 - 1 - 1 + 1 = 0, which is +1; -1 - 1 - 1 - 1 - 1 = -5.
    expect(runUnit(unit, [1, 1, 0, 1])).toEqual([1, 0]);
  });
});

describe('dense in formats, what is refused', () => {
  const bind = (
    format: NumberFormat,
    weights: NumberFormat,
    more: Readonly<Record<string, unknown>> = {},
  ) =>
    problemsOf(() =>
      bindUnit('dense', [stream([6], { format })], {
        weights: randomTensor([4, 6], weights, 1),
        output: { format: int(8), scale: 1 },
        ...more,
      }),
    );

  it('is pairs that a beat parts', () => {
    expect(bind(int(8), olive(), { array: { pe: 1, simd: 3 } })).toEqual([
      'E_PARAMETER at design.dense0.array.simd: gives 3 of 6 inputs, but olive codes come in pairs; set dense0.array.simd to an even number',
    ]);
  });

  it('is a result in pairs', () => {
    expect(bind(int(8), int(8), { output: { format: olive(), scale: 1 } })).toEqual([
      'E_FORMAT at design.dense0.output: gives olive: which of two neighbours is the victim no layer decides; give another format',
    ]);
  });

  it('is a zero point of a format that has its own', () => {
    expect(bind(int(8), int(8), { output: { format: flint(4), scale: 1, zeroPoint: 3 } })).toEqual([
      'E_PARAMETER at design.dense0.output.zeroPoint: is no zero point of the format',
    ]);
  });

  it('is a bias that is no integer', () => {
    expect(bind(int(8), int(8), { bias: randomTensor([4], ternary(), 1) })).toEqual([
      'E_FORMAT at design.dense0.bias: gives ternary, a bias is int or uint',
    ]);
  });

  it.each([
    [
      'weights without a zero, of which some are to be left out',
      [int(8), binary(), { array: { pe: 1, skip: true } }],
      'E_FORMAT at design.dense0.weights: are binary, which has no zero for skip to leave out; leave skip away',
    ],
    [
      'pairs of weights, of which one is to be left out',
      [int(8), olive(), { sparsity: '1:2' }],
      'E_FORMAT at design.dense0.weights: are olive, whose codes come in pairs that sparsity would part; leave sparsity away',
    ],
    [
      'a beat that parts pairs of activations',
      [olive(), int(8), { sparsity: '1:3' }],
      'E_PARAMETER at design.dense0.array.simd: gives beats of 3 of 6 inputs, but olive codes come in pairs; set an even number of groups',
    ],
    [
      'activations without a zero, of which some are to be left out',
      [binary(), int(8), { array: { dataflow: 'broadcast' } }],
      'E_FORMAT at design.dense0.in: gives binary, which has no zero for dataflow to leave out; leave dataflow away',
    ],
    [
      'pairs of weights in lanes of their own',
      [int(8), olive(), { array: { dataflow: 'independent-lanes' } }],
      'E_FORMAT at design.dense0.weights: are olive, whose codes come in pairs that dataflow would part; leave dataflow away',
    ],
    [
      'bits of activations that are no integers',
      [ternary(), int(8), { array: { dataflow: 'bit-serial' } }],
      'E_FORMAT at design.dense0.in: gives ternary, but dataflow goes with int and uint activations; leave dataflow away',
    ],
  ] as const)('is %s', (_, [inputFormat, weightFormat, more], message) => {
    expect(bind(inputFormat, weightFormat, more)).toContain(message);
  });

  it('is a sum that no int32 holds', () => {
    expect(
      bind(powerOfTwo(5), powerOfTwo(5), {
        bias: tensor.fromCodes([1, 2, 2 ** 31 - 1, 4], [4], int(32)),
      }),
    ).toEqual([
      "E_PARAMETER at design.dense0: has sums that no int32 holds; check bias and weights, or set accumulator 'int64'",
    ]);
  });

  it.each([
    [{ pe: 1, simd: 2, packing: 2 }, 'gives 2, but there are only 1 outputs a cycle'],
    [{ pe: 2, packing: 2, multiplier: 'lut' }, "packs multipliers, but multiplier 'lut' has none"],
    [{ pe: 2, packing: 2, skip: true }, 'goes with the folded array, not with skip'],
  ])('is packing with %o', (array, reason) => {
    expect(bind(int(8), int(8), { array })).toContain(
      `E_PARAMETER at design.dense0.array.packing: ${reason}; leave packing away`,
    );
  });

  it('is packing of what is no integer', () => {
    expect(bind(int(8), ternary(), { array: { pe: 2, packing: 2 } })).toEqual([
      'E_PARAMETER at design.dense0.array.packing: goes with int and uint, not ternary; leave packing away',
    ]);
  });
});
