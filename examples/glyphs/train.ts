import { mkdirSync, writeFileSync } from 'node:fs';
import { type Glyphs, glyphs, imageHeight, imageWidth, splits } from './dataset.js';
import { forward, realImage } from './training/float.js';
import { evaluate } from './training/integer.js';
import { formatJson } from './training/json.js';
import { layers } from './training/network.js';
import { writeNpy } from './training/npy.js';
import { train } from './training/optimize.js';
import { quantize, rangesOf } from './training/quantize.js';

const trainingSet = glyphs(splits.training);
const heldOutSet = glyphs(splits.heldOut);
const testSet = glyphs(splits.test);
const calibrationCount = 500;
const folder = new URL('./weights/', import.meta.url);

const parameters = train(
  trainingSet,
  { seed: 3, epochs: 24, batchSize: 32, stepSize: 0.004 },
  (epoch, meanLoss) => console.log(`epoch ${epoch + 1}: loss ${meanLoss.toFixed(4)}`),
);
const network = quantize(
  parameters,
  rangesOf(
    imagesOf(trainingSet)
      .slice(0, calibrationCount)
      .map((image) => forward(parameters, realImage(image))),
  ),
);

mkdirSync(folder, { recursive: true });
for (const { name, weightShape } of layers) {
  const { weights, bias } = network.parameters[name];
  writeNpy(new URL(`${name}.npy`, folder), weights, weightShape);
  writeNpy(new URL(`${name}-bias.npy`, folder), bias, [bias.length]);
}
writeFileSync(new URL('quantization.json', folder), formatJson(network.quantization));
writeNpy(new URL('test-input.npy', folder), testSet.images, [
  splits.test.count,
  imageHeight,
  imageWidth,
  1,
]);
writeNpy(new URL('test-labels.npy', folder), testSet.labels, [splits.test.count]);

const float = (image: Int8Array) => forward(parameters, realImage(image)).logits;
const integer = (image: Int8Array) => evaluate(network, image);
console.log(`float: ${accuracy(heldOutSet, float)} held-out glyphs right`);
console.log(`int8:  ${accuracy(heldOutSet, integer)} held-out glyphs right`);
console.log(`int8:  ${accuracy(testSet, integer)} of test-input.npy right`);

function accuracy(set: Glyphs, logitsOf: (image: Int8Array) => ArrayLike<number>): string {
  const answers = imagesOf(set).map((image) => {
    const logits = Array.from(logitsOf(image));
    return logits.indexOf(Math.max(...logits));
  });
  const right = answers.filter((answer, index) => answer === set.labels[index]).length;
  return `${right} of ${answers.length}`;
}

function imagesOf({ images, labels }: Glyphs): Int8Array[] {
  const pixelCount = imageHeight * imageWidth;
  return Array.from(labels, (_, index) =>
    images.subarray(index * pixelCount, (index + 1) * pixelCount),
  );
}
