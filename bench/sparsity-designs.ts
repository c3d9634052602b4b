import { datapath } from '../generator/dsl/datapath.js';
import { int, powerOfTwo } from '../generator/dsl/formats.js';
import { nm } from '../generator/dsl/sparsity.js';
import { tensor } from '../generator/dsl/tensor.js';
import type { Codes } from '../generator/ir/codes.js';
import type { Datapath } from '../generator/ir/datapath.js';
import type { NumberFormat } from '../generator/ir/format.js';
import type { NmSparsity } from '../generator/ir/sparsity.js';
import { randomIntegers } from '../generator/numeric/random.js';
import type { ArrayFolding } from '../generator/units/parameters.js';

const size = 64;

/** A layer of 64 x 64 int8 on one kind of array. */
export interface SparsityDesign {
  readonly title: string;
  readonly datapath: Datapath;
  /** Share of its activations that are zero, in percent. */
  readonly zeroActivations: number;
  /** Title of the array that it is compared with; left out: the first. */
  readonly rival?: string;
}

/** Seeded weights; `keeps` tells of an input in a row whether it may be other than zero. */
const weightsOf = (
  keeps: (row: number, input: number, next: () => number) => boolean,
  format: NumberFormat = int(8),
) => {
  const next = randomIntegers(1);
  const half = 2 ** (format.bits - 1);
  const codeOf = (random: number): number => {
    if (format.kind === 'int') return (random % (2 * half - 1)) - (half - 1) || 1;
    // A power of two is a sign and a field, which is 0 for the number 0.
    const field = 1 + (random % (half - 1));
    return (Math.floor(random / (half - 1)) % 2) * half + field;
  };
  const codes = Array.from({ length: size * size }, (_, i) => {
    const code = codeOf(next());
    return keeps(Math.floor(i / size), i % size, next) ? code : 0;
  });
  return tensor.fromCodes(codes, [size, size], format, { scale: 0.01 });
};

const structured = ({ n, m }: NmSparsity, format?: NumberFormat) =>
  // n places of a group that move from row to row and group to group.
  weightsOf((row, input) => (((input % m) + 3 * row + Math.floor(input / m)) * 5) % m < n, format);

const pruned = (percent: number, format?: NumberFormat) =>
  weightsOf((_row, _input, next) => next() % 100 >= percent, format);

const layer = (
  name: string,
  array: ArrayFolding,
  weights: ReturnType<typeof pruned>,
  more: object = {},
): Datapath =>
  datapath(name, (d) => {
    const x = d.input('x', { shape: [size], format: int(8), scale: 0.05, lanes: 8 });
    const output = { format: int(8), scale: 1 };
    d.output('y', d.dense(x, { name: 'dense', weights, array, output, ...more }));
  }).build({ baseDirectory: '.' });

const nmLayer = (n: number, m: number, pe: number, simd: number): SparsityDesign => ({
  title: `${n}:${m}, ${pe} x ${simd}`,
  datapath: layer(`nm_${n}_${m}_${pe}_${simd}`, { pe, simd }, structured(nm(n, m)), {
    sparsity: nm(n, m),
  }),
  zeroActivations: 0,
});

const inLuts = { multiplier: 'lut' } as const;

/** What is compared with arrays of multipliers out of look-up tables. */
const denseInLuts = "dense, 4 x 4, multiplier 'lut'";

const nmInLuts = (pe: number, simd: number): SparsityDesign => ({
  title: `2:4, ${pe} x ${simd}, multiplier 'lut'`,
  datapath: layer(`nm_luts_${pe}_${simd}`, { pe, simd, ...inLuts }, structured(nm(2, 4)), {
    sparsity: nm(2, 4),
  }),
  zeroActivations: 0,
  rival: denseInLuts,
});

const skipped = (name: string, title: string, array: ArrayFolding, zeroWeights: number) => ({
  title,
  datapath: layer(name, array, pruned(zeroWeights)),
  zeroActivations: array.dataflow ? 50 : 0,
});

const formats: readonly (readonly [string, NumberFormat])[] = [
  ['int4', int(4)],
  ['powerOfTwo4', powerOfTwo(4)],
];

const skippedTitle = 'skip, 4 PEs, 75 % zero weights';

/** Arrays of other weights next to the same of int8: n:m, and with weights that are skipped. */
const inFormats = formats.flatMap(([name, format]): readonly SparsityDesign[] => [
  {
    title: `2:4, 4 x 4, ${name} weights`,
    datapath: layer(`nm_${name}`, { pe: 4, simd: 4 }, structured(nm(2, 4), format), {
      sparsity: nm(2, 4),
    }),
    zeroActivations: 0,
    rival: '2:4, 4 x 4',
  },
  {
    title: `${skippedTitle}, ${name} weights`,
    datapath: layer(`skip_${name}`, { pe: 4, skip: true }, pruned(75, format)),
    zeroActivations: 0,
    rival: skippedTitle,
  },
]);

/** The dense array first: the others take about as many cycles, or as many multipliers. */
export const sparsityDesigns: readonly SparsityDesign[] = [
  {
    title: 'dense, 4 x 4',
    datapath: layer('dense_4_4', { pe: 4, simd: 4 }, pruned(0)),
    zeroActivations: 0,
  },
  nmLayer(2, 4, 2, 4),
  nmLayer(2, 4, 4, 4),
  nmLayer(1, 4, 1, 4),
  nmLayer(4, 8, 2, 4),
  skipped('skip_4', skippedTitle, { pe: 4, skip: true }, 75),
  skipped(
    'broadcast_2',
    'broadcast, 2 PEs, 75 % zero weights, 50 % zero activations',
    { pe: 2, dataflow: 'broadcast' },
    75,
  ),
  skipped(
    'inner_join_2',
    'inner-join, 2 PEs, 75 % zero weights, 50 % zero activations',
    { pe: 2, dataflow: 'inner-join' },
    75,
  ),
  skipped(
    'lanes_2_4',
    'independent-lanes, 2 x 4, 50 % zero activations',
    { pe: 2, simd: 4, dataflow: 'independent-lanes' },
    0,
  ),
  {
    title: denseInLuts,
    datapath: layer('dense_luts_4_4', { pe: 4, simd: 4, ...inLuts }, pruned(0)),
    zeroActivations: 0,
  },
  nmInLuts(2, 4),
  nmInLuts(4, 2),
  nmInLuts(4, 4),
  ...inFormats,
];

/** Seeded tensors of the layer's activations. */
export const sparseTensors = (
  { zeroActivations }: SparsityDesign,
  count: number,
): readonly Codes[] => {
  const next = randomIntegers(3);
  return Array.from({ length: count }, () =>
    Int32Array.from({ length: size }, () =>
      next() % 100 < zeroActivations ? 0 : (next() % 255) - 127 || 1,
    ),
  );
};
