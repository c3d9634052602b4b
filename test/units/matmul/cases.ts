import { int, uint } from '../../../generator/dsl/formats.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

type Options = Parameters<typeof stream>[1];

/** [m, k] times [k, n], or times [n, k] where that is wanted. */
const matmul = (
  title: string,
  [m, k, n]: readonly [number, number, number],
  array: Readonly<Record<string, unknown>>,
  {
    a = {},
    b = {},
    batch = [],
    ...more
  }: {
    readonly a?: Options;
    readonly b?: Options;
    readonly batch?: readonly number[];
    readonly [key: string]: unknown;
  } = {},
): UnitCase => {
  const right = more['transposeB'] === true ? [n, k] : [k, n];
  const inputs: readonly StreamType[] = [
    stream([...batch, m, k], a),
    stream([...batch, ...right], { scale: 0.02, ...b }),
  ];
  return {
    title,
    unit: 'matmul',
    inputs,
    parameters: { array, output: { scale: 0.05 * Math.max(1, k / 4), zeroPoint: 3 }, ...more },
  };
};

const ws = 'weight-stationary';
const skip = 'skip-zeros';

export const cases: readonly UnitCase[] = [
  matmul('1 x 1 x 1: every pair of codes', [1, 1, 1], {}, { a: { zeroPoint: 7 } }),
  matmul('tiles that divide', [4, 6, 8], { rows: 2, columns: 2 }, { a: { lanes: 2 } }),
  matmul(
    'tiles that divide nothing, zero points on both sides',
    [7, 9, 5],
    { rows: 3, columns: 2 },
    { a: { zeroPoint: -128, lanes: 4 }, b: { zeroPoint: 5, lanes: 3 } },
  ),
  matmul(
    'second operand by rows, a batch, words of several elements',
    [6, 5, 7],
    { rows: 4, columns: 3 },
    { transposeB: true, batch: [2], a: { lanes: 3 }, b: { lanes: 2, zeroPoint: -9 } },
  ),
  matmul(
    'a dot product of int4 and uint5',
    [1, 17, 1],
    {},
    { transposeB: true, a: { format: int(4) }, b: { format: uint(5), zeroPoint: 16 } },
  ),
  matmul(
    'an outer product: a tile a step',
    [4, 1, 4],
    { rows: 2, columns: 2 },
    { a: { lanes: 2 }, b: { lanes: 4 } },
  ),
  matmul(
    'int16, int64 accumulator, single rounding',
    [3, 4, 3],
    { rows: 2, columns: 3 },
    {
      a: { format: int(16) },
      b: { format: int(16), scale: 0.0003 },
      output: { format: int(16), scale: 0.5 },
    },
  ),
  matmul(
    'weight stationary, tiles that divide',
    [6, 4, 4],
    { dataflow: ws, rows: 2, columns: 2 },
    { a: { lanes: 2 }, b: { lanes: 2 } },
  ),
  matmul(
    'weight stationary, tiles that divide nothing, zero points, a batch',
    [5, 7, 5],
    { dataflow: ws, rows: 3, columns: 2 },
    { batch: [2], a: { zeroPoint: -128, lanes: 2 }, b: { zeroPoint: 5 } },
  ),
  matmul(
    'weight stationary, fewer vectors than rows, second operand by rows',
    [2, 8, 3],
    { dataflow: ws, rows: 4, columns: 3 },
    { transposeB: true, a: { format: uint(8), lanes: 4 }, b: { lanes: 4, zeroPoint: 3 } },
  ),
  matmul(
    'weight stationary, one vector, one column',
    [1, 9, 1],
    { dataflow: ws, rows: 2, columns: 1 },
    { a: { zeroPoint: -3, lanes: 3 } },
  ),
  matmul(
    'skip zeros, a tile a row',
    [6, 16, 4],
    { dataflow: skip, columns: 4 },
    { a: { lanes: 4, zeroPoint: -128 }, b: { lanes: 4 } },
  ),
  matmul(
    'skip zeros, tiles and beats that divide nothing, a batch',
    [5, 9, 7],
    { dataflow: skip, columns: 3 },
    { batch: [2], a: { lanes: 3, zeroPoint: 5 }, b: { zeroPoint: 5, lanes: 2 } },
  ),
  matmul(
    'skip zeros, one lane, one column at a time, uint4',
    [3, 5, 3],
    { dataflow: skip },
    { a: { format: uint(4) } },
  ),
  matmul(
    'skip zeros, one row, one element, words of a row',
    [1, 1, 8],
    { dataflow: skip, columns: 4 },
    { batch: [3], a: { format: int(4) }, b: { lanes: 8, format: int(4) } },
  ),
];
