import { describe, expect, it } from 'vitest';
import { int, uint } from '../../../generator/dsl/formats.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { randomBias, stream } from '../../support/streams.js';
import { bindUnit, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

const wide = stream([6], { format: int(16), scale: 1 });

describe('requantize, golden', () => {
  it('rounds ties away from zero in its second rounding', () => {
    const unit = bindUnit('requantize', [wide], {
      multipliers: [{ multiplier: 2 ** 30, shift: -1 }],
      output: { format: int(8), scale: 4 },
    });
    // A quarter: half with ties upward (3 -> 2, -3 -> -1), then half with ties away (1 -> 1, -1 -> -1).
    expect(runUnit(unit, [2, -2, 6, -6, 3, -3])).toEqual([1, -1, 2, -2, 1, -1]);
  });

  it('rounds once, upward, in single rounding', () => {
    const unit = bindUnit('requantize', [wide], {
      multipliers: [{ multiplier: 2 ** 30, shift: -1 }],
      rounding: 'single',
      output: { format: int(8), scale: 4 },
    });
    expect(runUnit(unit, [2, -2, 6, -6, 3, -3])).toEqual([1, 0, 2, -1, 1, -1]);
  });

  it('takes the ratio of the scales where nothing else is said', () => {
    const unit = bindUnit('requantize', [stream([3], { scale: 0.5, zeroPoint: -10 })], {
      output: { format: uint(8), scale: 0.25, zeroPoint: 100 },
    });
    expect(runUnit(unit, [-10, 0, -128])).toEqual([100, 120, 0]);
  });

  it('has constants for each channel of the last axis', () => {
    const unit = bindUnit('requantize', [stream([2, 3], { format: int(16), scale: 1 })], {
      factor: [1, 0.5, 0.25],
      bias: { ...randomBias(3, 0, 1), data: Int32Array.of(0, 100, 400) },
      output: { format: int(16), scale: 1 },
    });
    expect(runUnit(unit, [7, 0, 0, 8, 2, 4])).toEqual([7, 50, 100, 8, 51, 101]);
  });

  // A left shift past bit 31 wraps by definition; nothing real-valued does.
  const bounded = cases.filter(({ inputs: [input], parameters }) => {
    const given = (parameters['multipliers'] ?? []) as readonly { readonly shift: number }[];
    return (input?.format.bits ?? 0) + Math.max(0, ...given.map(({ shift }) => shift)) <= 32;
  });

  it.each(bounded)('is within one code of the real-valued reference: $title', (unitCase) => {
    expect(distanceFromReference(unitCase, 200)).toBeLessThanOrEqual(1.001);
  });
});

describe('requantize, what is refused', () => {
  const problems = (change: object, options: object = {}): readonly string[] =>
    problemsOf(() =>
      bindUnit('requantize', [stream([2, 3], options)], {
        ...{ output: { format: int(8), scale: 0.1 }, ...change },
      }),
    );

  it('is nothing of what is good', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    [
      'another number of factors',
      { factor: [1, 2] },
      'E_SHAPE at design.requantize0.multipliers: gives 2, needs one or 3, one per channel',
    ],
    [
      'a bias of another length',
      { bias: randomBias(2, 10, 1) },
      'E_SHAPE at design.requantize0.bias: gives shape [2], needs [3], one per output channel',
    ],
    [
      'a factor said twice',
      { factor: 1, multipliers: [{ multiplier: 2 ** 30, shift: 0 }] },
      'E_PARAMETER at design.requantize0: gives both factor and multipliers; leave one away',
    ],
    [
      'a multiplier of 32 bits',
      { multipliers: [{ multiplier: 2 ** 31, shift: 0 }] },
      /^E_PARAMETER at design\.requantize0\.multipliers\.0\.multiplier: .*from 0 to 2147483647/,
    ],
    [
      'a shift too far',
      { multipliers: [{ multiplier: 1, shift: -32 }] },
      /^E_PARAMETER at design\.requantize0\.multipliers\.0\.shift: .*from -31 to 31/,
    ],
    [
      'a left shift of 31 in single rounding',
      { multipliers: [{ multiplier: 1, shift: 31 }], rounding: 'single' },
      'E_PARAMETER at design.requantize0: the factor from accumulator to output needs a left shift of 31, at most 30 is defined with single rounding; check the scales of input, weights and output',
    ],
    [
      'an unknown parameter',
      { shift: 3 },
      'E_PARAMETER at design.requantize0: has no parameter shift; there is factor, multipliers, bias, activation, rounding, output',
    ],
    [
      'an unknown rounding',
      { rounding: 'half_even' },
      /^E_PARAMETER at design\.requantize0\.rounding: .*double.*single/,
    ],
  ] as const)('is %s', (_, change, message) => {
    const told = problems(change);
    expect(told).toHaveLength(1);
    if (typeof message === 'string') expect(told[0]).toBe(message);
    else expect(told[0]).toMatch(message);
  });

  it('is an input that is unsigned or too wide', () => {
    expect(problems({}, { format: uint(8) })).toEqual([
      'E_FORMAT at design.requantize0.in: gives uint8, needs int of at most 32 bits',
    ]);
    expect(problems({}, { format: int(33) })).toEqual([
      'E_FORMAT at design.requantize0.in: gives int33, needs int of at most 32 bits',
    ]);
  });
});
