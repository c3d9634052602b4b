import { imageQuantization } from '../dataset.js';
import { elementCount, type Layer, layers, maxPoolChoices } from './network.js';

/** Weights and biases of one layer, or their gradients. */
export interface Parameters {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** What backward needs from forward. */
export interface Activations {
  /** What each layer reads, in the order of `layers`. */
  readonly inputs: readonly Float64Array[];
  /** What each layer gives, after ReLU. */
  readonly outputs: readonly Float64Array[];
  readonly pooled: Int32Array;
  readonly logits: Float64Array;
}

export function zeroParameters(): Parameters[] {
  return layers.map((layer) => ({
    weights: new Float64Array(elementCount(layer.weightShape)),
    bias: new Float64Array(layer.outputShape[2]),
  }));
}

/** An image's codes as the real numbers they stand for. */
export function realImage(codes: Int8Array): Float64Array {
  const { scale, zeroPoint } = imageQuantization;
  return Float64Array.from(codes, (code) => (code - zeroPoint) * scale);
}

export function forward(parameters: readonly Parameters[], image: Float64Array): Activations {
  const inputs: Float64Array[] = [];
  const outputs: Float64Array[] = [];
  let pooled: Int32Array = new Int32Array();
  let value = image;
  layers.forEach((layer, index) => {
    if (layer.name === 'dense') {
      const cells = value;
      pooled = maxPoolChoices(cells);
      value = Float64Array.from(pooled, (choice) => cells[choice]!);
    }
    inputs.push(value);
    value = layerForward(layer, parameters[index]!, value);
    outputs.push(value);
  });
  return { inputs, outputs, pooled, logits: value };
}

/** Adds the gradient of one image to `gradients`, given the gradient of the loss by the logits. */
export function backward(
  parameters: readonly Parameters[],
  activations: Activations,
  logitGradient: Float64Array,
  gradients: readonly Parameters[],
): void {
  let gradient = logitGradient;
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layer = layers[index]!;
    const input = activations.inputs[index]!;
    if (layer.relu) {
      const output = activations.outputs[index]!;
      gradient = gradient.map((slope, element) => (output[element]! > 0 ? slope : 0));
    }
    gradient = layerBackward(layer, parameters[index]!, input, gradient, gradients[index]!);
    if (layer.name === 'dense') {
      const unpooled = new Float64Array(activations.outputs[index - 1]!.length);
      activations.pooled.forEach((choice, element) => {
        unpooled[choice] = gradient[element]!;
      });
      gradient = unpooled;
    }
  }
}

function layerForward(layer: Layer, { weights, bias }: Parameters, input: Float64Array) {
  const output = new Float64Array(elementCount(layer.outputShape));
  for (let element = 0; element < output.length; element += 1) {
    output[element] = bias[element % bias.length]!;
  }
  for (let tap = 0; tap < layer.outputs.length; tap += 1) {
    output[layer.outputs[tap]!]! += weights[layer.weights[tap]!]! * input[layer.inputs[tap]!]!;
  }
  return layer.relu ? output.map((value) => Math.max(0, value)) : output;
}

function layerBackward(
  layer: Layer,
  { weights }: Parameters,
  input: Float64Array,
  gradient: Float64Array,
  total: Parameters,
): Float64Array {
  const inputGradient = new Float64Array(input.length);
  for (let element = 0; element < gradient.length; element += 1) {
    total.bias[element % total.bias.length]! += gradient[element]!;
  }
  for (let tap = 0; tap < layer.outputs.length; tap += 1) {
    const slope = gradient[layer.outputs[tap]!]!;
    // A ReLU at rest passes nothing back; about half of all taps end here.
    if (slope !== 0) {
      const weight = layer.weights[tap]!;
      const element = layer.inputs[tap]!;
      total.weights[weight]! += slope * input[element]!;
      inputGradient[element]! += slope * weights[weight]!;
    }
  }
  return inputGradient;
}
