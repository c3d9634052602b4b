import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NarrowRescale, narrowRescale } from '../../../generator/units/requantize/narrow.js';
import { type Rescale, rescaleCode } from '../../../generator/units/requantize/rescale.js';

const rescaleWith = (
  rounding: Rescale['rounding'],
  multipliers: Rescale['multipliers'],
  zeroPoint: number,
  minimum = -128,
): Rescale => ({ rounding, multipliers, zeroPoint, clamp: { minimum, maximum: 127 } });

/** What the hardware does, in exact integers. */
const narrowCode = (
  narrow: NarrowRescale,
  rescale: Rescale,
  x: number,
  channel: number,
): number => {
  const at = (list: readonly number[]): bigint => BigInt(list[channel] as number);
  const value = BigInt(x) * at(narrow.multipliers) + at(narrow.constants);
  const bend = narrow.bends && value < 0n ? at(narrow.bends) : 0n;
  const code = Number((value + BigInt(narrow.offset) - bend) >> BigInt(narrow.shift));
  return Math.min(Math.max(code, rescale.clamp.minimum), rescale.clamp.maximum);
};

const everyCodeOf = (
  narrow: NarrowRescale,
  rescale: Rescale,
  bias: number,
  low: number,
  high: number,
) => {
  const wrong: number[] = [];
  for (let x = low; x <= high; x++) {
    if (narrowCode(narrow, rescale, x, 0) !== rescaleCode(rescale, x + bias, 0)) wrong.push(x);
  }
  return wrong;
};

describe('narrow requantization', () => {
  it('equals the definition for every accumulator of the range', () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.constantFrom('double' as const, 'single' as const),
        fc.integer({ min: 2 ** 30, max: 2 ** 31 - 1 }),
        fc.integer({ min: -12, max: 1 }),
        fc.integer({ min: -3000, max: 3000 }),
        fc.integer({ min: -5000, max: 0 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: -128, max: 127 }),
        (rounding, multiplier, shift, bias, low, high, zeroPoint) => {
          const rescale = rescaleWith(rounding, [{ multiplier, shift }], zeroPoint);
          const narrow = narrowRescale(rescale, [bias], [{ low, high }]);
          if (!narrow) return;
          found++;
          expect(everyCodeOf(narrow, rescale, bias, low, high)).toEqual([]);
        },
      ),
      { numRuns: 150, seed: 7 },
    );
    expect(found).toBeGreaterThan(140);
  });

  it('bends at zero where ties go away from it on both sides, and not behind a relu', () => {
    const multipliers = [{ multiplier: 1500000000, shift: -5 }];
    const ranges = [{ low: -20000, high: 20000 }];
    const both = narrowRescale(rescaleWith('double', multipliers, 3), [77], ranges);
    const relu = narrowRescale(rescaleWith('double', multipliers, -128, -128), [77], ranges);
    const single = narrowRescale(rescaleWith('single', multipliers, 3), [77], ranges);
    expect(both?.bends).toHaveLength(1);
    expect(relu?.bends).toBeUndefined();
    expect(single?.bends).toBeUndefined();
  });

  it('needs no product for a channel of one value', () => {
    const rescale = rescaleWith('double', [{ multiplier: 2 ** 30, shift: -31 }], -4);
    const narrow = narrowRescale(rescale, [2 ** 30 + 128], [{ low: 0, high: 0 }]);
    expect(narrow?.multipliers).toEqual([0]);
    expect(narrowCode(narrow as NarrowRescale, rescale, 0, 0)).toBe(
      rescaleCode(rescale, 2 ** 30 + 128, 0),
    );
  });

  it('gives channels of one code or few that code also where another channel bends', () => {
    const multiplier = { multiplier: 1500000000, shift: -5 };
    const ranges = [
      { low: -20000, high: 20000 },
      { low: 0, high: 0 },
      { low: -3, high: 40 },
    ];
    for (const bias of [-90, -46, -23, -1, 0, 1, 22, 23, 24, 700]) {
      const rescale = rescaleWith('double', [multiplier], 3);
      const narrow = narrowRescale(rescale, [77, bias, bias], ranges) as NarrowRescale;
      expect(narrow.bends).toHaveLength(3);
      for (const [channel, { low, high }] of ranges.entries()) {
        const added = channel === 0 ? 77 : bias;
        for (let x = Math.max(low, -50); x <= Math.min(high, 50); x++) {
          const code = rescaleCode(rescale, x + added, channel);
          expect(narrowCode(narrow, rescale, x, channel)).toBe(code);
        }
      }
    }
  });

  it('leaves sums that wrap to the definition', () => {
    const rescale = rescaleWith('double', [{ multiplier: 2 ** 30, shift: 4 }], 0);
    expect(narrowRescale(rescale, [0], [{ low: -(2 ** 28), high: 2 ** 28 }])).toBeUndefined();
  });

  it('gives all channels one shift', () => {
    const multipliers = [
      { multiplier: 2147483647, shift: -6 },
      { multiplier: 1073741824, shift: -9 },
      { multiplier: 1600000000, shift: -12 },
    ];
    const rescale = rescaleWith('double', multipliers, 0);
    const ranges = multipliers.map(() => ({ low: -3000, high: 3000 }));
    const narrow = narrowRescale(rescale, [5, -70, 0], ranges) as NarrowRescale;
    for (let channel = 0; channel < 3; channel++) {
      for (let x = -3000; x <= 3000; x++) {
        const bias = [5, -70, 0][channel] as number;
        expect(narrowCode(narrow, rescale, x, channel)).toBe(
          rescaleCode(rescale, x + bias, channel),
        );
      }
    }
  });
});
