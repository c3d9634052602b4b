import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Glyphs, glyphs, splits } from '../../examples/glyphs/dataset.js';
import { evaluate } from '../../examples/glyphs/training/integer.js';
import { layerNames } from '../../examples/glyphs/training/network.js';
import type { QuantizedNetwork } from '../../examples/glyphs/training/quantize.js';
import { predict, readNetwork, readNpy } from './glyphs-network.js';

const folder = new URL('../../examples/glyphs/', import.meta.url);
const weightsFolder = new URL('weights/', folder);
const network = readNetwork(weightsFolder);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

describe('the glyph images', () => {
  it('are the same bytes for the same seed, on every machine', () => {
    const { images, labels } = glyphs({ seed: 7, count: 20 });
    expect(createHash('sha256').update(images).digest('hex')).toBe(
      'd49abd3e99a96befa8ab988fef151ef3566473e8ec94edc70b4acb012041cf27',
    );
    expect([...labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('are never both learnt from and tested on', () => {
    const learnt = new Set(imagesOf(glyphs(splits.training)).map(asText));
    const tested = [splits.heldOut, splits.test].flatMap((split) => imagesOf(glyphs(split)));
    expect(tested.filter((image) => learnt.has(asText(image)))).toEqual([]);
  });

  it('of the shipped test are those of the test split', () => {
    const { images, labels } = glyphs(splits.test);
    expect(readNpy(new URL('test-input.npy', weightsFolder))).toEqual({
      shape: [64, 16, 16, 1],
      values: [...images],
    });
    expect(readNpy(new URL('test-labels.npy', weightsFolder))).toEqual({
      shape: [64],
      values: [...labels],
    });
  });
});

describe('the shipped weights', () => {
  it.each([
    ['held-out', splits.heldOut],
    ['shipped test', splits.test],
  ])('give the int8 accuracy that the README states for the %s images', (_name, split) => {
    const set = glyphs(split);
    const right = imagesOf(set).filter((image, index) => {
      const logits = predict(network, image);
      return logits.indexOf(Math.max(...logits)) === set.labels[index];
    }).length;
    expect(readme).toContain(`${right} of ${split.count} by int8`);
  });

  it('give the same logits by textbook loops and by the arithmetic that train.ts reports with', () => {
    const shipped: QuantizedNetwork = {
      quantization: network.quantization,
      parameters: Object.fromEntries(
        layerNames.map((name) => [
          name,
          {
            weights: Int8Array.from(network.weights[name].values),
            bias: Int32Array.from(network.bias[name].values),
          },
        ]),
      ) as QuantizedNetwork['parameters'],
    };
    for (const image of imagesOf(glyphs(splits.test))) {
      expect([...evaluate(shipped, image)]).toEqual(predict(network, image));
    }
  });
});

function imagesOf({ images, labels }: Glyphs): Int8Array[] {
  return Array.from(labels, (_, index) => images.subarray(index * 256, (index + 1) * 256));
}

function asText(image: Int8Array): string {
  return Buffer.from(image).toString('latin1');
}
