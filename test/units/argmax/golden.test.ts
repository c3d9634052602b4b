import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { narrow } from '../../../generator/ir/codes.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { problemsOf } from '../../support/golden.js';
import { stream } from '../../support/streams.js';
import { bindUnit } from '../../support/unit-golden.js';

const randomRows = (length: number): Int32Array => {
  const next = randomIntegers(length);
  return Int32Array.from({ length }, () => (next() >>> 28) - 8);
};

describe('the golden models of argmax and top_k', () => {
  it('take the first of equals, as indexOf does', () => {
    const codes = randomRows(900);
    const input = stream([30, 30]);
    const y = narrow(bindUnit('argmax', [input], {}).golden([codes]));
    for (let r = 0; r < 30; r++) {
      const row = [...codes.subarray(30 * r, 30 * r + 30)];
      expect(y[r]).toBe(row.indexOf(Math.max(...row)));
    }
  });

  it('sort as taking the largest again and again does', () => {
    const codes = randomRows(900);
    const input = stream([30, 30]);
    const options = { k: 7 };
    const values = narrow(bindUnit('top_k', [input], options).golden([codes]));
    const indices = narrow(
      bindUnit('top_k', [input], { ...options, give: 'indices' }).golden([codes]),
    );
    for (let r = 0; r < 30; r++) {
      const row: number[] = [...codes.subarray(30 * r, 30 * r + 30)];
      for (let i = 0; i < 7; i++) {
        const at = row.indexOf(Math.max(...row));
        expect([values[7 * r + i], indices[7 * r + i]]).toEqual([row[at], at]);
        row[at] = Number.NEGATIVE_INFINITY;
      }
    }
  });

  it('keep the largest where they stand as crossing out the rest does', () => {
    const codes = randomRows(900);
    const options = { k: 11, order: 'index' } as const;
    const golden = (give: string) =>
      narrow(bindUnit('top_k', [stream([30, 30])], { ...options, give }).golden([codes]));
    const [values, indices] = [golden('values'), golden('indices')];
    for (let r = 0; r < 30; r++) {
      const row = [...codes.subarray(30 * r, 30 * r + 30)].map((code, index) => ({ code, index }));
      for (let rest = 19; rest > 0; rest--) {
        const least = Math.min(...row.map(({ code }) => code));
        row.splice(
          row.findLastIndex(({ code }) => code === least),
          1,
        );
      }
      expect([...values.subarray(11 * r, 11 * r + 11)]).toEqual(row.map(({ code }) => code));
      expect([...indices.subarray(11 * r, 11 * r + 11)]).toEqual(row.map(({ index }) => index));
    }
  });

  it('give what the reference gives of the real values', () => {
    const codes = randomRows(60);
    const input = stream([5, 12], { scale: 0.25, zeroPoint: 2 });
    const real = Float64Array.from(codes, (code) => 0.25 * (code - 2));
    for (const give of ['values', 'indices'] as const) {
      const unit = bindUnit('top_k', [input], { k: 4, give });
      const { scale, zeroPoint } = unit.spec.output;
      const y = Float64Array.from(narrow(unit.golden([codes])), (c) => scale * (c - zeroPoint));
      expect(y).toEqual(unit.reference([real]));
    }
    const unit = bindUnit('argmax', [input], {});
    expect(Float64Array.from(narrow(unit.golden([codes])))).toEqual(unit.reference([real]));
  });
});

describe('an argmax or top_k that cannot be', () => {
  it.each([
    [
      'indices that do not fit, too many lanes',
      () => bindUnit('argmax', [stream([2, 20])], { format: uint(4), lanes: 21 }),
      [
        'E_FORMAT at m.unit.format: gives uint4, which does not hold the index 19',
        'E_PARAMETER at m.unit.lanes: gives 21, there are only 20 elements in a row; set unit.lanes between 1 and 20',
      ],
    ],
    [
      'codes and indices that are too wide',
      () => bindUnit('argmax', [stream([4], { format: int(32) })], { format: uint(32) }),
      [
        'E_FORMAT at m.unit.format: gives uint32, at most int32 and uint31 are supported',
        'E_FORMAT at m.unit.in: gives int32, at most 31 bits are supported; requantize the stream first',
      ],
    ],
    [
      'more than there are, a format of no indices',
      () => bindUnit('top_k', [stream([4])], { k: 5, format: int(8) }),
      [
        'E_PARAMETER at m.unit.k: gives 5, there are only 4 elements in a row; set unit.k between 1 and 4',
        "E_PARAMETER at m.unit.format: is of the indices, and the output holds values; set unit.give = 'indices', or leave the format away",
      ],
    ],
  ])('for %s says so', (_title, make, messages) => {
    expect(problemsOf(make)).toEqual(messages);
  });
});
