import { type Compiled, compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import type { Codes } from '../../generator/ir/codes.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { randomBias, randomTensor } from '../support/streams.js';

const scales = (count: number, first: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => first * (1 + i / 2));

/**
 * A network of a few hundred cycles that has a piece of everything: padding, two windows, strides,
 * width converters, a vector buffer, adder trees, constants per channel and per tensor, a clamp, and
 * output lanes that do not fill bytes.
 */
export const smallNetwork: Datapath = datapath('tiny', (d) => {
  const image = d.input('image', { shape: [6, 5, 2], format: int(8), scale: 0.05, zeroPoint: -3 });
  const features = d.conv2d(image, {
    name: 'features',
    weights: randomTensor([4, 3, 3, 2], int(8), 11, scales(4, 0.01)),
    bias: randomBias(4, 2000, 12),
    activation: 'relu6',
    array: { pe: 2, simd: 6 },
    output: { format: int(8), scale: 0.03, zeroPoint: -100 },
  });
  const mixed = d.depthwiseConv2d(features, {
    name: 'mixed',
    weights: randomTensor([1, 3, 3, 4], int(8), 13, scales(4, 0.01)),
    bias: randomBias(4, 2000, 14),
    stride: [2, 2],
    array: { pe: 2 },
    output: { format: int(8), scale: 0.25, zeroPoint: 5 },
  });
  const scores = d.dense(mixed, {
    name: 'scores',
    weights: randomTensor([6, 4], int(8), 15, 0.02),
    bias: randomBias(6, 500, 16),
    array: { pe: 2, simd: 2 },
    output: { format: int(7), scale: 2, zeroPoint: -2 },
  });
  d.output('scores', scores);
}).build({ baseDirectory: '.' });

export const compileSmall = (): Compiled => compile(smallNetwork);

/** Corners and seeded random images. */
export const smallInputs = (count: number, seed = 1): ReadonlyMap<string, readonly Codes[]> =>
  stimulusFor(smallNetwork.inputs, count, seed);
