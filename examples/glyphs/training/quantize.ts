import { imageQuantization } from '../dataset.js';
import type { Activations, Parameters } from './float.js';
import { type LayerName, layerNames, layers } from './network.js';

/** real = scale * (code - zeroPoint). */
export interface ActivationQuantization {
  readonly scale: number;
  readonly zeroPoint: number;
}

export interface LayerQuantization {
  /** One per output channel; for the dense layer one number for all. */
  readonly weightScale: number | readonly number[];
  readonly output: ActivationQuantization;
}

/** The content of `weights/quantization.json`. Every scale is a float32, as in a TFLite file. */
export interface Quantization extends Record<LayerName, LayerQuantization> {
  readonly image: ActivationQuantization;
}

export interface QuantizedParameters {
  readonly weights: Int8Array;
  readonly bias: Int32Array;
}

export interface QuantizedNetwork {
  readonly quantization: Quantization;
  readonly parameters: Readonly<Record<LayerName, QuantizedParameters>>;
}

/** The smallest and the largest value that each layer gave over the calibration images. */
export type Ranges = readonly { readonly minimum: number; readonly maximum: number }[];

export function rangesOf(runs: readonly Activations[]): Ranges {
  return layers.map((_, index) => {
    // Zero is always inside, so that it has a code of its own.
    let minimum = 0;
    let maximum = 0;
    for (const { outputs } of runs) {
      for (const value of outputs[index]!) {
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
      }
    }
    return { minimum, maximum };
  });
}

/**
 * TFLite's int8 scheme ("TensorFlow Lite 8-bit quantization specification"): activations per tensor with
 * a zero point, weights symmetric in -127..127 and per output channel (dense: per tensor), bias int32 with scale
 * input scale * weight scale.
 */
export function quantize(parameters: readonly Parameters[], ranges: Ranges): QuantizedNetwork {
  let inputScale: number = imageQuantization.scale;
  const results = layers.map((layer, index) => {
    const { weights, bias } = parameters[index]!;
    const channelOf = weightChannel(layer.name, weights.length, bias.length);
    const largest = new Float64Array(layer.name === 'dense' ? 1 : bias.length);
    weights.forEach((weight, position) => {
      const channel = channelOf(position);
      largest[channel] = Math.max(largest[channel]!, Math.abs(weight));
    });
    // A channel of zeros has any scale; 1 keeps the quotient defined.
    const weightScales = Array.from(largest, (limit) => Math.fround(limit / 127) || 1);
    const codes = Int8Array.from(weights, (weight, position) =>
      clamp(Math.round(weight / weightScales[channelOf(position)]!), -127, 127),
    );
    const biasCodes = Int32Array.from(bias, (value, channel) =>
      Math.round(value / (inputScale * (weightScales[channel] ?? weightScales[0]!))),
    );
    const output = activationQuantization(ranges[index]!);
    inputScale = output.scale;
    return {
      layer: { weightScale: layer.name === 'dense' ? weightScales[0]! : weightScales, output },
      parameters: { weights: codes, bias: biasCodes },
    };
  });
  return {
    quantization: { image: imageQuantization, ...byName(results.map(({ layer }) => layer)) },
    parameters: byName(results.map((result) => result.parameters)),
  };
}

function activationQuantization({ minimum, maximum }: Ranges[number]): ActivationQuantization {
  const scale = Math.fround((maximum - minimum) / 255) || 1;
  return { scale, zeroPoint: clamp(Math.round(-128 - minimum / scale), -128, 127) };
}

/** Which scale a weight has, from where it is stored: depthwise weights end in the channel, others start with it. */
function weightChannel(name: LayerName, length: number, channels: number) {
  if (name === 'dense') {
    return () => 0;
  }
  return name === 'depthwise'
    ? (position: number) => position % channels
    : (position: number) => Math.floor((position * channels) / length);
}

function byName<Value>(values: readonly Value[]): Record<LayerName, Value> {
  return Object.fromEntries(layerNames.map((name, index) => [name, values[index]!])) as Record<
    LayerName,
    Value
  >;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
