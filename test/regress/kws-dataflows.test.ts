import { describe, expect, it } from 'vitest';
import { folderWith, sinter } from '../cli/support.js';
import { needsShared, sharedFolder, sharedModel } from '../support/shared.js';

/** A published network whose layers leave out activations, each as another array does. */
describe.skipIf(!sharedFolder)(`keyword spotting on arrays of the data ${needsShared}`, () => {
  it('gives the published outputs, and no later than promised', async () => {
    const model = sharedModel('kws');
    const folder = await folderWith({
      'kws.tflite': model.read('kws.tflite'),
      'x.npy': model.read('input.npy'),
    });
    const dataflows = {
      conv2d0: 'independent-lanes',
      conv2d1: 'independent-lanes',
      conv2d2: 'broadcast',
      conv2d3: 'inner-join',
      dense0: 'broadcast',
    };
    const set = Object.entries(dataflows).flatMap(([layer, dataflow]) => [
      '--set',
      `${layer}.array.dataflow=${dataflow}`,
    ]);
    const words = ['verify', 'kws.tflite', '--multipliers', '256', '--input', 'x.npy', ...set];
    const { out, status } = await sinter(folder, words);
    expect(out).toMatch(/^stalls both +ok +48 vectors, 576 elements$/m);
    expect(out).toMatch(/^cycles +ok .* promised at most 13,500 in the long run$/m);
    expect(status).toBe(0);
  });
});
