import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.js';
import type { StreamHandle } from '../../../generator/dsl/builder.js';
import { type DatapathMethods, datapath } from '../../../generator/dsl/datapath.js';
import { int } from '../../../generator/dsl/formats.js';
import { writePackage } from '../../../generator/emit/write.js';
import { STALL_PROFILES } from '../../../sim/run.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { verify } from '../../../sim/verify.js';
import { randomBias, randomTensor } from '../../support/streams.js';

type Part = readonly [readonly number[], readonly number[]];

const part = (d: DatapathMethods, x: StreamHandle, [begin, end]: Part): StreamHandle =>
  d.slice(x, { begin, end });

/** Networks whose streams part and meet again, on an image of 4 x 5 x 6 at 3 lanes. */
const networks: readonly (readonly [
  string,
  (d: DatapathMethods, x: StreamHandle) => StreamHandle,
])[] = [
  ['a stream with itself, channels', (d, x) => d.concatenate([x, x], { axis: 2 })],
  ['a stream with itself, rows', (d, x) => d.concatenate([x, x], { axis: 0 })],
  [
    'channels exchanged',
    (d, x) => {
      const first = part(d, x, [
        [0, 0, 0],
        [4, 5, 2],
      ]);
      const second = part(d, x, [
        [0, 0, 2],
        [4, 5, 6],
      ]);
      return d.concatenate([second, first], { axis: 2 });
    },
  ],
  [
    'rows exchanged',
    (d, x) => {
      const first = part(d, x, [
        [0, 0, 0],
        [1, 5, 6],
      ]);
      const second = part(d, x, [
        [1, 0, 0],
        [4, 5, 6],
      ]);
      return d.concatenate([second, first], { axis: 0 });
    },
  ],
  [
    'columns, three of them in another order',
    (d, x) => {
      const column = (i: number) =>
        part(d, x, [
          [0, i, 0],
          [4, i + 1, 6],
        ]);
      return d.concatenate([column(3), column(0), column(4)], { axis: 1 });
    },
  ],
  [
    'an image twice turned round beside itself',
    (d, x) => {
      const turned = d.transpose(x, { permutation: [2, 0, 1] });
      return d.concatenate([x, d.transpose(turned, { permutation: [1, 2, 0] })], { axis: 2 });
    },
  ],
  [
    'padding and pooling beside a convolution and a mean',
    (d, x) => {
      const padded = d.pad(x, { before: [1, 1, 0], after: [1, 1, 0], code: -128 });
      const pooled = d.maxPool(padded, { size: [3, 3], stride: [1, 1], lanes: 3 });
      const mixed = d.conv2d(x, {
        weights: randomTensor([3, 3, 3, 6], int(8), 5, 0.01),
        bias: randomBias(3, 1000, 6),
        array: { pe: 3, simd: 27 },
        output: { format: int(8), scale: 0.05, zeroPoint: 4 },
      });
      const joined = d.concatenate([pooled, mixed], { axis: 2 });
      return d.mean(joined, { axes: [0], output: { scale: 0.05 } });
    },
  ],
];

test.each(networks)(
  'streams that part and meet again: %s',
  async (_, describeNetwork) => {
    const design = datapath('meet', (d) => {
      const x = d.input('x', {
        shape: [4, 5, 6],
        format: int(8),
        scale: 0.05,
        zeroPoint: 4,
        lanes: 3,
      });
      d.output('y', describeNetwork(d, x));
    }).build({ baseDirectory: '.' });
    const compiled = compile(design);
    const folder = await mkdtemp(join(tmpdir(), 'sinter-meet-'));
    try {
      const packageDir = join(folder, 'meet');
      writePackage(compiled.package, packageDir);
      const { bound } = compiled;
      const inputs = stimulusFor(design.inputs, 12, 1);
      const options = { packageDir, bound, inputs, seed: 1, jobs: 1 };
      const results = await verify({ ...options, stalls: STALL_PROFILES });
      expect(results.map(({ stall, mismatch }) => ({ stall, mismatch }))).toEqual(
        STALL_PROFILES.map((stall) => ({ stall, mismatch: undefined })),
      );
      const { manifest } = compiled.package;
      expect(results[0]?.measurement?.intervalCycles).toBe(manifest.intervalCycles);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
