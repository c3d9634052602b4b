import { describe, expect, it } from 'vitest';
import { e8m0, float32, int, mxfp4, mxfp6, mxfp8, mxint8 } from '../../../generator/dsl/formats.js';
import type { MxFormat, NumberFormat } from '../../../generator/ir/format.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { problemsOf } from '../../support/golden.js';
import { elementValue, nearestElement, power, singleValue } from '../../support/microscaling.js';
import { stream } from '../../support/streams.js';
import { bindUnit, realOf } from '../../support/units.js';

const formats: readonly MxFormat[] = [
  ...[mxfp8('e5m2'), mxfp8('e4m3'), mxfp6('e3m2'), mxfp6('e2m3'), mxfp4(), mxint8()],
];

/** Elements of numbers under one scale. */
const elementsOf = (
  to: MxFormat,
  from: NumberFormat,
  codes: readonly number[],
  scale: number,
): readonly number[] => {
  const length = codes.length;
  const x = stream([length, 1], { format: from });
  const scales = stream([length, 1], { format: e8m0(), scale: 1 });
  const unit = bindUnit('mx_elements', [x, scales], { format: to });
  const input = from.bits === 32 ? BigInt64Array.from(codes, BigInt) : Int32Array.from(codes);
  return [...unit.golden([input, new Int32Array(length).fill(scale)])].map(Number);
};

describe('elements of Microscaling', () => {
  it('have the values and the largest of the specification', () => {
    const values = (element: string, codes: readonly number[]) =>
      codes.map((code) => Number((elementValue(element, code) as bigint) >> 630n) / 1024);
    expect(values('e2m1', [0, 1, 2, 3, 4, 5, 6, 7])).toEqual([0, 0.5, 1, 1.5, 2, 3, 4, 6]);
    expect(values('e5m2', [0x7b])).toEqual([57344]);
    expect(values('e4m3', [0x7e])).toEqual([448]);
    expect(values('e3m2', [0x1f])).toEqual([28]);
    expect(values('e2m3', [0x1f])).toEqual([7.5]);
    expect(values('int8', [0x7f, 0x80])).toEqual([1 + 63 / 64, -2]);
  });

  it('round as E2M1 does: ties to even, beyond the largest to it', () => {
    // A scale of 2 makes halves of integers, one of 4 quarters.
    const halves = elementsOf(
      mxfp4(),
      int(8),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 127],
      128,
    );
    expect(halves).toEqual([0, 1, 2, 3, 4, 4, 5, 6, 6, 6, 6, 7, 7, 7, 7]);
    const quarters = elementsOf(mxfp4(), int(8), [1, 2, 3, -1, -2, -3], 129);
    expect(quarters).toEqual([0, 1, 2, 8, 9, 10]);
  });

  it('are 0 under a scale that is NaN', () => {
    for (const format of formats) {
      expect(elementsOf(format, int(8), [-128, -1, 0, 127], 255)).toEqual([0, 0, 0, 0]);
    }
  });

  it('have NaN for NaN where there is one, and the largest for infinity', () => {
    const specials = [0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000];
    expect(elementsOf(mxfp8('e4m3'), float32(), specials, 127)).toEqual([0x7e, 0xfe, 0x7f, 0xff]);
    expect(elementsOf(mxfp8('e5m2'), float32(), specials, 127)).toEqual([0x7b, 0xfb, 0x7f, 0xff]);
    expect(elementsOf(mxfp4(), float32(), specials, 127)).toEqual([7, 15, 7, 15]);
    expect(elementsOf(mxint8(), float32(), specials, 127)).toEqual([127, 129, 127, 129]);
  });

  it.each(formats.map((format) => [format.element, format] as const))(
    '%s: the nearest of all elements, for every int8 and many scales',
    (element, format) => {
      const codes = Array.from({ length: 256 }, (_, i) => i - 128);
      for (const scale of [
        0, 1, 100, 111, 115, 119, 121, 124, 125, 126, 127, 128, 131, 140, 150, 254,
      ]) {
        const expected = codes.map((code) =>
          nearestElement(element, BigInt(code) * power(0), scale),
        );
        expect(elementsOf(format, int(8), codes, scale)).toEqual(expected);
      }
    },
  );

  it.each(formats.map((format) => [format.element, format] as const))(
    '%s: the nearest of all elements to single precision, subnormal numbers too',
    (element, format) => {
      const next = randomIntegers(9);
      const codes = Array.from({ length: 120 }, (_, i) => {
        const field = i % 3 === 0 ? 0 : i % 3 === 1 ? 1 + (next() % 40) : 110 + (next() % 40);
        return (next() % 2) * 2 ** 31 + field * 2 ** 23 + (next() % 2 ** 23);
      });
      for (const scale of [0, 3, 20, 110, 127, 135]) {
        const expected = codes.map((code) =>
          nearestElement(element, singleValue(code) as bigint, scale),
        );
        expect(elementsOf(format, float32(), codes, scale)).toEqual(expected);
      }
    },
  );

  it('are within half a step of the real quotient', () => {
    const x = stream([1, 2], { scale: 0.05 });
    const unit = bindUnit('mx_elements', [x, stream([1, 1], { format: e8m0(), scale: 1 })], {
      format: mxint8(),
    });
    const codes = Int32Array.of(-77, 100);
    const [first = 0, second = 0] = unit.reference([realOf(x, codes), Float64Array.of(64)]);
    const golden = unit.golden([codes, Int32Array.of(133)]) as Int32Array;
    expect(unit.spec.output.scale).toBe(0.05);
    expect([...golden]).toEqual([256 - 77, 100]);
    expect(first / 0.05).toBeCloseTo(-77 / 64, 12);
    expect(second / 0.05).toBeCloseTo(100 / 64, 12);
  });

  it('say which scales do not belong to them', () => {
    const x = stream([2, 40]);
    const bind = (scales: Parameters<typeof stream>[1], shape: readonly number[]) =>
      problemsOf(() => bindUnit('mx_elements', [x, stream(shape, scales)], { format: mxfp4() }));
    expect(bind({ format: e8m0() }, [2, 1])).toEqual([
      'E_SHAPE at design.mx_elements0.in1: gives shape [2, 1], needs [2, 2]: one scale for each 32 elements of the last axis',
    ]);
    expect(bind({}, [2, 2])).toEqual([
      'E_FORMAT at design.mx_elements0.in1: gives int8, needs e8m0; d.mxScale makes scales',
    ]);
  });
});
