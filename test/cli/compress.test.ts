import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serialiseNpy } from '../../generator/npy.js';
import { folderWith, sinter, tinyFolder } from './support.js';

const samples = serialiseNpy({
  kind: 'integer',
  dtype: '|i1',
  shape: [8, 6],
  data: Int8Array.from({ length: 48 }, (_, i) => ((i * 37) % 256) - 128),
});

const depthwiseDesign = `import { datapath, int, tensor } from 'sinter';
export default datapath('wise', (d) => {
  const x = d.input('x', { shape: [2, 2, 2], format: int(8) });
  const weights = tensor.of([[[[1, 2]]]], int(8));
  d.output('y', d.depthwiseConv2d(x, { weights, output: { format: int(8), scale: 1 } }));
});
`;

describe('sinter compress', () => {
  it('writes a design that compiles and verifies, and says what is lost', async () => {
    const folder = await tinyFolder({ 'x.npy': samples });
    const words = ['compress', 'tiny.ts', '--weights', '3', '--input', 'x.npy', '-o', 'small.ts'];
    const said = await sinter(folder, words);
    expect(said.status).toBe(0);
    expect(said.out).toMatch(/^layer +unit +weights +encoding +zeros +bits +of before/m);
    expect(said.out).toMatch(
      /^dense0 +dense +18 +int3 +\d+\.\d % +54 +75\.0 % +\d+\.\d +\d+\.\d+$/m,
    );
    expect(said.out).toMatch(/^weights: 54 bits, 75\.0 % of 72$/m);
    expect(said.out).toMatch(/^outputs against those before, on 8 samples of x\.npy:$/m);
    expect(said.out).toMatch(
      /^ {2}p: \d+\.\d\d LSB rms, \d+ at most, \d+\.\d % of its spread; largest element where it was: \d+\.\d %$/m,
    );
    expect(said.out).toMatch(
      /^design written to small\.ts, its weights to small-weights beside it$/m,
    );
    const verified = await sinter(folder, ['verify', 'small.ts', '--vectors', '4']);
    expect(verified.status).toBe(0);
  });

  it('prints the same for machines', async () => {
    const folder = await tinyFolder();
    const { out } = await sinter(folder, ['compress', 'tiny.ts', '--sparsity', '1:4', '--json']);
    const facts = JSON.parse(out);
    expect(facts).toMatchObject({
      design: join(folder, 'tiny-compressed.ts'),
      name: 'tiny',
      samples: '16 random samples',
      weights: 18,
      bitsBefore: 72,
      // A value and an index of two bits for each group of four, and of two.
      bits: 36,
      layers: [{ name: 'dense0', encoding: 'int4/1:4', sparsity: { kind: 'nm', n: 1, m: 4 } }],
    });
    expect(facts.layers[0].zeros).toBeGreaterThanOrEqual(12);
  });

  it.each([
    // 18 codes of 2 bits and 4 values of 8.
    ['codebook4', 68],
    ['olive', 72],
    // 18 elements of 4 bits and a scale for each output.
    ['mxfp4', 96],
  ])('writes %s as a design that runs', async (format, bits) => {
    const folder = await tinyFolder({ 'x.npy': samples });
    const words = ['compress', 'tiny.ts', '--weights', format, '--input', 'x.npy', '--json'];
    const said = await sinter(folder, words);
    expect(JSON.parse(said.out)).toMatchObject({
      bits,
      layers: [{ encoding: expect.stringContaining(format) }],
    });
    const run = await sinter(folder, ['compile', 'tiny-compressed.ts', '--json']);
    expect(run.status).toBe(0);
  });

  it('names the format of the activations beside weights of Microscaling', async () => {
    const folder = await tinyFolder();
    const words = ['--weights', 'mxfp8e4m3', '--activations', 'mxfp6e2m3', '--json'];
    const { out } = await sinter(folder, ['compress', 'tiny.ts', ...words]);
    const [layer] = JSON.parse(out).layers;
    expect(layer).toMatchObject({
      encoding: 'mxfp8e4m3 x mxfp6e2m3',
      format: { kind: 'mx', element: 'e4m3' },
      activations: { kind: 'mx', element: 'e2m3' },
    });
  });

  it('says which layers stay as they are, and why', async () => {
    const folder = await folderWith({ 'wise.ts': depthwiseDesign });
    const said = await sinter(folder, ['compress', 'wise.ts', '--weights', 'mxfp4']);
    expect(said.out).toMatch(
      /^left as is \(has no sums over channels, which blocks lie along\): depthwise_conv2d0$/m,
    );
  });

  it('searches where there is a budget', async () => {
    const folder = await tinyFolder({ 'x.npy': samples });
    const words = ['compress', 'tiny.ts', '--weights', '4,3,2', '--size', '40', '--input', 'x.npy'];
    const said = await sinter(folder, [...words, '--json']);
    expect(JSON.parse(said.out)).toMatchObject({ bits: 36, layers: [{ encoding: 'int2' }] });
  });

  it.each([
    [
      ['--weights', '99'],
      '--weights and --sparsity: gives 99, needs int2 to int16 or one of binary, ternary, powerOfTwo2',
    ],
    [
      ['--weights', '8,4'],
      '--weights and --sparsity: give several encodings; give --size or --error',
    ],
    [
      ['--weights', 'mxfp4', '--sparsity', '2:4'],
      '--weights and --sparsity: gives mxfp4 with 2:4, but arrays of Microscaling leave out no zeros; write dense',
    ],
    [
      ['--weights', 'mxfp4', '--activations', 'int8'],
      '--activations: gives int8, needs one of mxfp8e5m2, mxfp8e4m3, mxfp6e3m2',
    ],
    [
      ['--weights', '4', '--activations', 'mxint8'],
      '--activations: goes with weights of Microscaling, and none are asked for; write --weights mxfp4',
    ],
    [['--size', '9', '--error', '1'], '--size and --error: are two budgets; give one of them'],
    [
      ['--error', 'x'],
      "--error: gives x, needs a share of the outputs' spread; write --error 0.05",
    ],
    [['--layer', 'dense1=4'], '--layer dense1: tiny has no layer with weights of that name; '],
    [['--layer', 'dense1'], '--layer dense1: is no NAME=FORMAT; write --layer conv2d0=8'],
    [['-o', 'tiny.ts'], 'tiny.ts: exists already'],
  ])('refuses %j', async (words, message) => {
    const folder = await tinyFolder();
    const said = await sinter(folder, ['compress', 'tiny.ts', ...words]);
    expect(said.status).toBe(2);
    expect(said.err).toContain(message);
    expect(existsSync(join(folder, 'tiny-compressed.ts'))).toBe(false);
  });
});
