import { describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { int, uint } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import type { Codes } from '../../generator/ir/codes.js';
import { type NumberFormat, rangeOf } from '../../generator/ir/format.js';
import { randomIntegers } from '../../generator/numeric/random.js';
import { goldenOutputs } from '../../sim/verify.js';
import { verifyFiles } from '../support/sabotage.js';
import { stream } from '../support/streams.js';
import type { UnitCase } from '../support/unit-case.js';
import { singleUnit } from '../support/unit-suite.js';

/** Inputs that bring accumulators, adders and shifters to their ends, in RTL. Random codes never do. */

const expectEqual = async (unitCase: UnitCase, list: readonly Codes[]): Promise<void> => {
  const compiled = compile(singleUnit(unitCase));
  const inputs = new Map([['x0', list]]);
  const [result] = await verifyFiles(compiled.package.files, compiled, inputs, ['none']);
  expect(result?.mismatch).toBeUndefined();
};

/** Per channel the input that makes its sum largest, and the one that makes it least. */
const extremes = (
  weights: readonly number[],
  channels: number,
  format: NumberFormat,
): readonly Int32Array[] => {
  const { minimum, maximum } = rangeOf(format);
  const terms = weights.length / channels;
  return Array.from({ length: channels }, (_, channel) =>
    weights.slice(channel * terms, (channel + 1) * terms),
  ).flatMap((row) => [
    Int32Array.from(row, (weight) => (weight > 0 ? maximum : minimum)),
    Int32Array.from(row, (weight) => (weight > 0 ? minimum : maximum)),
  ]);
};

describe('sums at their extremes', () => {
  it.each([
    { title: 'int8, many signs', format: int(8), zeroPoint: 0, terms: 21, simd: 21 },
    { title: 'int8, folded', format: int(8), zeroPoint: 127, terms: 24, simd: 5 },
    { title: 'uint8, zero point at the end', format: uint(8), zeroPoint: 255, terms: 9, simd: 9 },
    { title: 'int1', format: int(1), zeroPoint: -1, terms: 13, simd: 4 },
  ])('$title: the sum of every channel is exact', async ({ format, zeroPoint, terms, simd }) => {
    const channels = 4;
    const next = randomIntegers(terms);
    const codes = Array.from({ length: channels * terms }, () => (next() % 256) - 128);
    codes.fill(-128, 0, terms);
    codes.fill(127, terms, 2 * terms);
    const unitCase: UnitCase = {
      title: '',
      unit: 'dense',
      inputs: [stream([terms], { format, zeroPoint, lanes: 1 })],
      parameters: {
        weights: tensor.fromCodes(codes, [channels, terms], int(8), { scale: [1, 1, 1, 1] }),
        array: { pe: 2, simd },
        // Nothing is rescaled and nothing cut: the accumulator itself comes out.
        output: { format: int(32), scale: 0.05 },
      },
    };
    const list = extremes(codes, channels, format);
    await expectEqual(unitCase, list);
    const { bound } = compile(singleUnit(unitCase));
    const golden = goldenOutputs(bound, new Map([['x0', list]])).get('y') ?? [];
    for (const [i, input] of list.entries()) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0n;
        for (let t = 0; t < terms; t++) {
          sum +=
            BigInt(codes[channel * terms + t] as number) * BigInt((input[t] as number) - zeroPoint);
        }
        expect(golden[i]?.[channel]).toBe(Number(sum));
      }
    }
  });

  it('wraps at 32 bits as the definition does', async () => {
    const terms = 8;
    const codes = new Array<number>(2 * terms).fill(-32768).fill(32767, terms);
    const unitCase: UnitCase = {
      title: '',
      unit: 'dense',
      inputs: [stream([terms], { format: int(16), lanes: 2 })],
      parameters: {
        weights: tensor.fromCodes(codes, [2, terms], int(16), { scale: [1, 1] }),
        bias: tensor.fromCodes([2 ** 31 - 1, -(2 ** 31)], [2], int(32)),
        accumulator: 'int32',
        array: { pe: 1, simd: 3 },
        output: { format: int(8), scale: 0.05 * 2 ** 24 },
      },
    };
    await expectEqual(unitCase, extremes(codes, 2, int(16)));
  });
});

describe('shifts past the width of the sum', () => {
  // Every shift down to -31, with the least and the largest multiplier, as channels of one tensor.
  const multipliers = Array.from({ length: 32 }, (_, i) => [
    { multiplier: 2 ** 30, shift: -i },
    { multiplier: 2 ** 31 - 1, shift: -i },
  ]).flat();
  const channels = multipliers.length;

  it.each([
    { rounding: 'double', bits: 8 },
    { rounding: 'single', bits: 8 },
    { rounding: 'double', bits: 1 },
    { rounding: 'single', bits: 3 },
  ] as const)(
    'leave what the definition leaves: $rounding rounding of int$bits, every code',
    async ({ rounding, bits }) => {
      const unitCase: UnitCase = {
        title: '',
        unit: 'requantize',
        inputs: [stream([channels], { format: int(bits) })],
        parameters: { multipliers, rounding, output: { format: int(8), scale: 1 } },
      };
      const { minimum, maximum } = rangeOf(int(bits));
      const every = Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
      await expectEqual(
        unitCase,
        every.map((code) => new Int32Array(channels).fill(code)),
      );
    },
  );

  it('leave a dead channel what its bias makes of it', async () => {
    const unitCase: UnitCase = {
      title: '',
      unit: 'dense',
      inputs: [stream([3])],
      parameters: {
        weights: tensor.of(
          [
            [0, 0, 0],
            [1, -2, 3],
            [0, 0, 0],
          ],
          int(8),
          { scale: [1e-12, 1, 1e-9] },
        ),
        bias: tensor.fromCodes([-5, 7, -1], [3], int(32)),
        output: { format: int(8), scale: 0.05 },
      },
    };
    await expectEqual(unitCase, [Int32Array.of(0, 0, 0), Int32Array.of(-128, 127, -128)]);
  });
});
