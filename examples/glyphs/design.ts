import { readFileSync } from 'node:fs';
import { datapath, int, tensor } from 'sinter';
import type { Quantization } from './training/quantize.js';

const quantization: Quantization = JSON.parse(
  readFileSync(new URL('./weights/quantization.json', import.meta.url), 'utf8'),
);

/** Name, weights, bias and output of one layer, as train.ts wrote them. */
function trained(layer: 'convolution' | 'depthwise' | 'pointwise' | 'dense') {
  const { weightScale, output } = quantization[layer];
  return {
    name: layer,
    weights: tensor.fromNpy(`weights/${layer}.npy`, int(8), { scale: weightScale }),
    bias: tensor.fromNpy(`weights/${layer}-bias.npy`, int(32)),
    output: { format: int(8), ...output },
  };
}

export default datapath('glyphs', (d) => {
  const image = d.input('image', {
    shape: [16, 16, 1],
    format: int(8),
    ...quantization.image,
    lanes: 1,
  });
  const edges = d.conv2d(image, {
    ...trained('convolution'),
    stride: [2, 2],
    padding: 'same',
    activation: 'relu',
  });
  const strokes = d.depthwiseConv2d(edges, {
    ...trained('depthwise'),
    padding: 'same',
    activation: 'relu',
  });
  const parts = d.conv2d(strokes, { ...trained('pointwise'), activation: 'relu' });
  const pooled = d.maxPool(parts, { size: [2, 2], stride: [2, 2], padding: 'valid' });
  const logits = d.dense(d.flatten(pooled, {}), trained('dense'));
  d.output('p', d.softmax(logits, {}));
});
