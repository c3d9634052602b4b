import { describe, expect, test } from 'vitest';
import { randomIntegers } from '../../../generator/numeric/random.js';
import {
  broadcastOf,
  broadcastShape,
  elementAt,
  elementsTaken,
} from '../../../generator/units/elementwise/broadcast.js';
import { stream } from '../../support/streams.js';
import { bindUnit, largestError } from '../../support/unit-golden.js';

/** Two streams of which one is broadcast: what `add`, `subtract` and `multiply` have in common. */

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Element of `shape` that meets element `i` of `to`: axis by axis. */
const naiveIndex = (i: number, shape: readonly number[], to: readonly number[]): number => {
  let index = 0;
  let rest = i;
  let stride = 1;
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const own = shape[axis - to.length + shape.length] ?? 1;
    const at = rest % (to[axis] as number);
    rest = Math.floor(rest / (to[axis] as number));
    if (own !== 1) index += at * stride;
    stride *= own;
  }
  return index;
};

const fitting: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [1, 1, 5],
    [3, 4, 5],
  ],
  [[5], [3, 4, 5]],
  [
    [3, 4, 1],
    [3, 4, 5],
  ],
  [
    [3, 1, 5],
    [3, 4, 5],
  ],
  [
    [4, 1],
    [3, 4, 5],
  ],
  [[1], [3, 4]],
  [
    [1, 1, 1, 5],
    [2, 5],
  ],
  [
    [3, 1, 1],
    [3, 4, 5],
  ],
  [
    [2, 1, 3, 1],
    [2, 4, 3, 5],
  ],
  [
    [3, 4, 5],
    [3, 4, 5],
  ],
];

describe('a broadcast', () => {
  test.each(fitting)('of %j to %j meets the elements that the definition says', (shape, to) => {
    const broadcast = broadcastOf(shape, to);
    if (!broadcast) throw new Error('fits');
    const flat = shape.length > to.length ? shape.slice(shape.length - to.length) : shape;
    const expected = Array.from({ length: size(to) }, (_, i) => naiveIndex(i, flat, to));
    expect(expected.map((_, i) => elementAt(broadcast)(i))).toEqual(expected);
    const taken = expected.map((_, i) => Math.max(...expected.slice(0, i + 1)) + 1);
    expect(taken.map((_, i) => elementsTaken(broadcast, i + 1))).toEqual(taken);
  });

  test('has no two depths of replays, and no shape that does not fit', () => {
    expect(broadcastOf([1, 3, 1, 5], [2, 3, 4, 5])).toBeUndefined();
    expect(broadcastOf([2], [3])).toBeUndefined();
    expect(broadcastShape([2, 1], [1, 3])).toEqual([2, 3]);
    expect(broadcastShape([2, 3], [3, 2])).toBeUndefined();
  });
});

describe.each(['add', 'subtract', 'multiply'] as const)('%s of streams', (kind) => {
  test.each(fitting)('of which one is %j, the other %j: as if it were as large', (small, large) => {
    const next = randomIntegers(size(large));
    const codes = (shape: readonly number[]): Int32Array =>
      Int32Array.from({ length: size(shape) }, () => (next() % 256) - 128);
    const [x, y] = [codes(small), codes(large)];
    const flat = small.length > large.length ? small.slice(small.length - large.length) : small;
    const whole = y.map((_, i) => x[naiveIndex(i, flat, large)] as number);
    const a = { scale: 0.05, zeroPoint: 7 };
    const b = { scale: 0.02, zeroPoint: -3 };
    const output = { scale: 0.06 };
    const unit = bindUnit(kind, [stream(small, a), stream(large, b)], { output });
    const same = bindUnit(kind, [stream(large, a), stream(large, b)], { output });
    expect(unit.golden([x, y])).toEqual(same.golden([whole, y]));
    expect(size(unit.spec.output.shape)).toBe(size(large));
    expect(largestError(unit, [x, y])).toBeLessThanOrEqual(0.51);
    const turned = bindUnit(kind, [stream(large, b), stream(small, a)], { output });
    const sameTurned = bindUnit(kind, [stream(large, b), stream(large, a)], { output });
    expect(turned.golden([y, x])).toEqual(sameTurned.golden([y, whole]));
  });
});
