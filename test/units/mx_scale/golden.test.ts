import { describe, expect, it } from 'vitest';
import { float32, int, mxfp4, mxfp6, mxfp8, mxint8, uint } from '../../../generator/dsl/formats.js';
import type { MxFormat } from '../../../generator/ir/format.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { problemsOf } from '../../support/golden.js';
import { blockScale, power, singleValue } from '../../support/microscaling.js';
import { stream } from '../../support/streams.js';
import { bindUnit, runUnit } from '../../support/units.js';

const formats: readonly MxFormat[] = [
  ...[mxfp8('e5m2'), mxfp8('e4m3'), mxfp6('e3m2'), mxfp6('e2m3'), mxfp4(), mxint8()],
];

const scales = (format: MxFormat, length: number, codes: readonly number[]): readonly number[] =>
  runUnit(bindUnit('mx_scale', [stream([length])], { format }), codes);

describe('scales of Microscaling', () => {
  it('are those of powers of two and what is beside them', () => {
    // floor(log2(6)) = 2 = emax: the scale is 1, whose code is 127.
    expect(scales(mxfp4(), 1, [6])).toEqual([127]);
    expect(scales(mxfp4(), 1, [7])).toEqual([127]);
    expect(scales(mxfp4(), 1, [8])).toEqual([128]);
    expect(scales(mxfp4(), 1, [1])).toEqual([125]);
    expect(scales(mxfp8('e4m3'), 1, [-128])).toEqual([126]);
    expect(scales(mxfp8('e5m2'), 1, [127])).toEqual([118]);
    expect(scales(mxint8(), 1, [-128])).toEqual([134]);
  });

  it('of a block of zeros are the least', () => {
    expect(scales(mxfp8('e4m3'), 33, new Array<number>(33).fill(0))).toEqual([0, 0]);
  });

  it('have a block of their own where a row ends', () => {
    const row = Array.from({ length: 33 }, (_, i) => (i === 32 ? 64 : 1));
    expect(scales(mxint8(), 33, row)).toEqual([127, 133]);
  });

  it.each(formats.map((format) => [format.element, format] as const))(
    '%s: are the definition of every int8 and of random int16 with a zero point',
    (element, format) => {
      for (let code = -128; code < 128; code++) {
        expect(scales(format, 1, [code])).toEqual([blockScale(element, [BigInt(code) * power(0)])]);
      }
      const next = randomIntegers(3);
      const wide = stream([3, 45], { format: int(16), zeroPoint: 11 });
      const codes = Array.from({ length: 135 }, () => ((next() % 65536) - 32768) >> (next() % 16));
      const blocks = [0, 1, 2].flatMap((row) =>
        [codes.slice(45 * row, 45 * row + 32), codes.slice(45 * row + 32, 45 * row + 45)].map(
          (block) =>
            blockScale(
              element,
              block.map((code) => BigInt(code - 11) * power(0)),
            ),
        ),
      );
      expect(runUnit(bindUnit('mx_scale', [wide], { format }), codes)).toEqual(blocks);
    },
  );

  it('of single precision go to both ends, and to NaN with one of its numbers', () => {
    const input = stream([2], { format: float32() });
    const run = (format: MxFormat, ...codes: readonly number[]) =>
      Number(
        bindUnit('mx_scale', [input], { format }).golden([BigInt64Array.from(codes, BigInt)])[0],
      );
    expect(run(mxfp8('e4m3'), 0x3f800000, 0)).toBe(119);
    expect(run(mxfp8('e4m3'), 0x7f7fffff, 0)).toBe(246);
    expect(run(mxint8(), 0x7f7fffff, 0)).toBe(254);
    expect(run(mxint8(), 0x80000001, 0)).toBe(0);
    expect(run(mxfp8('e5m2'), 0x7f800000, 0)).toBe(255);
    expect(run(mxfp4(), 0xffc00000, 0x3f800000)).toBe(255);
    const next = randomIntegers(4);
    for (let i = 0; i < 300; i++) {
      const codes = [next(), next()];
      const expected = blockScale('e3m2', codes.map(singleValue));
      expect(run(mxfp6('e3m2'), ...codes)).toBe(expected);
    }
  });

  it('say what they do not take', () => {
    expect(
      problemsOf(() =>
        bindUnit('mx_scale', [stream([4], { format: mxfp4() })], { format: mxfp4() }),
      ),
    ).toEqual([
      'E_FORMAT at design.mx_scale0.in: gives mxfp4e2m1, needs float32, int32 or narrower, or uint31 or narrower',
    ]);
    expect(
      problemsOf(() =>
        bindUnit('mx_scale', [stream([4], { format: uint(32) })], { format: mxfp4() }),
      ),
    ).toHaveLength(1);
    expect(problemsOf(() => bindUnit('mx_scale', [stream([4])], { format: int(8) }))).toEqual([
      expect.stringContaining('is no element format: mxfp8, mxfp6, mxfp4 or mxint8'),
    ]);
  });
});
