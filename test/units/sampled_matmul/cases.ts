import { int, uint } from '../../../generator/dsl/formats.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

type Options = Parameters<typeof stream>[1];

/** [m, k] times [n, k] turned, where a mask of [m, n] says so. */
const sampled = (
  title: string,
  [m, k, n]: readonly [number, number, number],
  simd: number,
  {
    mask = 1,
    a = {},
    b = {},
    batch = [],
    ...more
  }: {
    readonly mask?: number;
    readonly a?: Options;
    readonly b?: Options;
    readonly batch?: readonly number[];
    readonly [key: string]: unknown;
  } = {},
): UnitCase => ({
  title,
  unit: 'sampled_matmul',
  inputs: [
    stream([...batch, m, n], { format: uint(1), scale: 1, lanes: mask }),
    stream([...batch, m, k], a),
    stream([...batch, n, k], { scale: 0.02, ...b }),
  ],
  parameters: {
    array: { simd },
    output: { scale: 0.05 * Math.max(1, k / 4), zeroPoint: 3 },
    ...more,
  },
});

export const cases: readonly UnitCase[] = [
  sampled('1 x 1 x 1', [1, 1, 1], 1, { a: { format: int(5), zeroPoint: 2 } }),
  sampled('an element a cycle', [6, 4, 8], 4, { mask: 4, a: { lanes: 2 }, b: { lanes: 4 } }),
  sampled('two steps, zero points, a batch', [5, 6, 6], 3, {
    mask: 4,
    batch: [2],
    a: { zeroPoint: -128, lanes: 3 },
    b: { zeroPoint: 5, lanes: 3 },
  }),
  sampled('one row, five multipliers, uint4 and int4', [1, 9, 4], 5, {
    mask: 4,
    a: { format: uint(4), lanes: 3 },
    b: { format: int(4), lanes: 3 },
    activation: 'relu',
  }),
];
