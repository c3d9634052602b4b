import type { Glyphs } from '../dataset.js';
import { mulberry32, type Random } from '../random.js';
import { exponential } from './exponential.js';
import { backward, forward, type Parameters, realImage, zeroParameters } from './float.js';
import { elementCount, layers } from './network.js';

export interface Schedule {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Step size at the start; it falls linearly to zero. */
  readonly stepSize: number;
}

/** Adam (Kingma and Ba, 2015, algorithm 1) on the cross entropy of the softmax of the logits. */
export function train(
  { images, labels }: Glyphs,
  { seed, epochs, batchSize, stepSize }: Schedule,
  report: (epoch: number, meanLoss: number) => void,
): Parameters[] {
  const random = mulberry32(seed);
  const parameters = initialParameters(random);
  const firstMoments = zeroParameters();
  const secondMoments = zeroParameters();
  const decays = { first: 1, second: 1 };
  const count = labels.length;
  const pixelCount = images.length / count;
  const order = Int32Array.from(labels, (_, index) => index);
  const stepCount = epochs * Math.ceil(count / batchSize);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    let loss = 0;
    for (let start = 0; start < count; start += batchSize) {
      const batch = order.subarray(start, start + batchSize);
      const gradients = zeroParameters();
      for (const index of batch) {
        const codes = images.subarray(index * pixelCount, (index + 1) * pixelCount);
        const activations = forward(parameters, realImage(codes));
        const probabilities = softmax(activations.logits);
        const label = labels[index]!;
        loss -= Math.log(probabilities[label]!);
        probabilities[label]! -= 1;
        backward(parameters, activations, probabilities, gradients);
      }
      decays.first *= firstDecay;
      decays.second *= secondDecay;
      const size =
        (stepSize * (1 - step / stepCount) * Math.sqrt(1 - decays.second)) / (1 - decays.first);
      parameters.forEach((layer, index) => {
        for (const kind of ['weights', 'bias'] as const) {
          descend(
            layer[kind],
            gradients[index]![kind].map((slope) => slope / batch.length),
            firstMoments[index]![kind],
            secondMoments[index]![kind],
            size,
          );
        }
      });
      step += 1;
    }
    report(epoch, loss / count);
  }
  return parameters;
}

const firstDecay = 0.9;
const secondDecay = 0.999;
const tiny = 1e-8;

function descend(
  values: Float64Array,
  gradient: Float64Array,
  first: Float64Array,
  second: Float64Array,
  size: number,
): void {
  for (let index = 0; index < values.length; index += 1) {
    const slope = gradient[index]!;
    first[index] = firstDecay * first[index]! + (1 - firstDecay) * slope;
    second[index] = secondDecay * second[index]! + (1 - secondDecay) * slope * slope;
    values[index]! -= (size * first[index]!) / (Math.sqrt(second[index]!) + tiny);
  }
}

/** Uniform weights of variance 2 / fan-in (He et al., 2015), biases zero. */
function initialParameters(random: Random): Parameters[] {
  const parameters = zeroParameters();
  layers.forEach((layer, index) => {
    const { weights } = parameters[index]!;
    const fanIn =
      layer.name === 'depthwise'
        ? elementCount(layer.weightShape) / layer.outputShape[2]
        : elementCount(layer.weightShape) / layer.weightShape[0]!;
    const limit = Math.sqrt(6 / fanIn);
    for (let weight = 0; weight < weights.length; weight += 1) {
      weights[weight] = limit * (2 * random() - 1);
    }
  });
  return parameters;
}

function softmax(logits: Float64Array): Float64Array {
  const largest = logits.reduce((maximum, logit) => Math.max(maximum, logit));
  const exponentials = logits.map((logit) => exponential(logit - largest));
  const sum = exponentials.reduce((total, value) => total + value);
  return exponentials.map((value) => value / sum);
}

/** Fisher and Yates. */
function shuffle(order: Int32Array, random: Random): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const moved = order[last]!;
    order[last] = order[other]!;
    order[other] = moved;
  }
}
