import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { stream } from '../../support/streams.js';
import { bindUnit, everyPair } from '../../support/unit-golden.js';

const shape = [everyPair[0].length];

describe('divide', () => {
  test.each([
    [0.05, -9, 0.1, 3, 0.07, -20],
    [1 / 16, 0, 1 / 16, 0, 1 / 32, 0],
    [0.3, 127, 0.02, -128, 0.4, 100],
  ])('is the quotient of every pair, rounded: %f, %i by %f, %i', (...setting) => {
    const [sa, za, sb, zb, so, zo] = setting;
    const inputs = [
      stream(shape, { scale: sa, zeroPoint: za }),
      stream(shape, { scale: sb, zeroPoint: zb }),
    ];
    const unit = bindUnit('divide', inputs, { output: { scale: so, zeroPoint: zo } });
    const golden = unit.golden(everyPair) as Int32Array;
    const ratio = new Decimal(sa).div(sb).div(so);
    let worst = 0;
    golden.forEach((code, i) => {
      const a = (everyPair[0][i] as number) - za;
      const b = (everyPair[1][i] as number) - zb;
      if (b === 0) {
        expect(code).toBe(a === 0 ? zo : a > 0 ? 127 : -128);
        return;
      }
      const exact = Math.min(127, Math.max(-128, ratio.mul(a).div(b).toNumber() + zo));
      worst = Math.max(worst, Math.abs(code - exact));
    });
    // The factor has 15 bits: of 255 steps, 2^-15 beside the rounding.
    expect(worst).toBeLessThanOrEqual(0.5 + 255 * 2 ** -15);
  });

  test('ties go away from zero', () => {
    const inputs = [stream([4], { scale: 1 }), stream([4], { scale: 1 })];
    const unit = bindUnit('divide', inputs, { output: { scale: 1 } });
    const codes = [Int32Array.of(5, -5, 7, -7), Int32Array.of(2, 2, -2, -2)];
    expect(unit.golden(codes)).toEqual(Int32Array.of(3, -3, -4, 4));
  });

  test('a divisor of one row meets every row', () => {
    const inputs = [stream([2, 2], { scale: 1 }), stream([1, 2], { scale: 1 })];
    const unit = bindUnit('divide', inputs, { output: { scale: 1 } });
    const codes = [Int32Array.of(12, 12, 30, -30), Int32Array.of(4, 3)];
    expect(unit.golden(codes)).toEqual(Int32Array.of(3, 4, 8, -10));
  });

  test('refuses shapes that differ and scales out of reach', () => {
    const output = { scale: 1 };
    expect(() => bindUnit('divide', [stream([2]), stream([3])], { output })).toThrow(
      'E_SHAPE at m.unit',
    );
    expect(() =>
      bindUnit('divide', [stream([2], { scale: 1e9 }), stream([2])], { output }),
    ).toThrow('E_PARAMETER at m.unit.output.scale');
  });
});
