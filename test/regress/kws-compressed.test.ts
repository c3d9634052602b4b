import { describe, expect, it } from 'vitest';
import { folderWith, sinter } from '../cli/support.js';
import { needsShared, sharedFolder, sharedModel } from '../support/shared.js';

/** Keyword spotting with fewer weights: written, compiled and exact in RTL, and how often its answer stays. */
describe.skipIf(!sharedFolder)(`compressed keyword spotting ${needsShared}`, () => {
  it.each([
    { words: ['--weights', '4'], agreement: '93.8 %' },
    { words: ['--weights', 'codebook16'], agreement: '96.9 %' },
    { words: ['--weights', '8', '--sparsity', '2:4'], agreement: '59.4 %' },
    { words: ['--weights', 'mxfp4'], agreement: '81.3 %' },
  ])('is exact in RTL, its class as before in $agreement: $words', async ({ words, agreement }) => {
    const model = sharedModel('kws');
    const folder = await folderWith({
      'kws.tflite': model.read('kws.tflite'),
      'x.npy': model.read('input.npy'),
    });
    const input = ['--input', 'x.npy'];
    const small = ['-o', 'small.ts'];
    const told = await sinter(folder, ['compress', 'kws.tflite', ...words, ...input, ...small]);
    expect(told.out).toContain(`largest element where it was: ${agreement}`);
    const budget = ['--multipliers', '256'];
    const proof = await sinter(folder, ['verify', 'small.ts', ...budget, ...input]);
    expect(proof.out).toMatch(/^stalls both +ok +48 vectors, 576 elements$/m);
    expect(proof.status).toBe(0);
  });
});

/** Every layer but the depthwise ones in Microscaling, convolutions behind patches. */
describe.skipIf(!sharedFolder)(`networks in Microscaling ${needsShared}`, () => {
  it.each([
    { name: 'kws', words: ['mxfp4', '--layer', 'conv2d0=8'], agreement: '90.6 %' },
    { name: 'kws', words: ['mxfp8e4m3'], agreement: '100.0 %' },
    { name: 'resnet8', words: ['mxfp4'], agreement: '78.1 %' },
    { name: 'resnet8', words: ['mxfp8e4m3'], agreement: '90.6 %' },
  ])('$name has its class as before in $agreement: $words', async (given) => {
    const { name, words, agreement } = given;
    const model = sharedModel(name);
    const file = `${name}.tflite`;
    const folder = await folderWith({ [file]: model.read(file), 'x.npy': model.read('input.npy') });
    const all = ['compress', file, '--weights', ...words, '--input', 'x.npy'];
    const { out } = await sinter(folder, all);
    expect(out).toContain(`largest element where it was: ${agreement}`);
  });
});
