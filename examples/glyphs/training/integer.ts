import { elementCount, layers, maxPoolChoices } from './network.js';
import type { ActivationQuantization, QuantizedNetwork } from './quantize.js';

/**
 * The logits' codes of one image, in the integer arithmetic of the TensorFlow Lite Micro reference kernels
 * (double rounding); see lite/kernels/internal/common.cc. It stands alone so that the example checks Sinter
 * and not Sinter the example.
 */
export function evaluate(network: QuantizedNetwork, image: Int8Array): Int8Array {
  let value = image;
  let from: ActivationQuantization = network.quantization.image;
  for (const layer of layers) {
    if (layer.name === 'dense') {
      const cells = value;
      value = Int8Array.from(maxPoolChoices(cells), (choice) => cells[choice]!);
    }
    const { weights, bias } = network.parameters[layer.name];
    const { weightScale, output } = network.quantization[layer.name];
    const sums = new Int32Array(elementCount(layer.outputShape));
    for (let tap = 0; tap < layer.outputs.length; tap += 1) {
      sums[layer.outputs[tap]!]! +=
        weights[layer.weights[tap]!]! * (value[layer.inputs[tap]!]! - from.zeroPoint);
    }
    const factors = Array.from(bias, (_, channel) =>
      multiplierOf(realFactor(from.scale, weightScale, channel, output.scale)),
    );
    const lowest = layer.relu ? output.zeroPoint : -128;
    value = Int8Array.from(sums, (sum, element) => {
      const channel = element % bias.length;
      const code = rescale(sum + bias[channel]!, factors[channel]!) + output.zeroPoint;
      return Math.min(127, Math.max(lowest, code));
    });
    from = output;
  }
  return value;
}

interface Multiplier {
  /** In units of 2^-31. */
  readonly mantissa: bigint;
  readonly rightShift: bigint;
}

/** A product of per-tensor scales is taken in float32, of per-channel scales in double: TFLite's rule. */
function realFactor(
  inputScale: number,
  weightScale: number | readonly number[],
  channel: number,
  outputScale: number,
): number {
  return typeof weightScale === 'number'
    ? Math.fround(inputScale * weightScale) / outputScale
    : (inputScale * weightScale[channel]!) / outputScale;
}

function multiplierOf(factor: number): Multiplier {
  if (!(factor > 0 && factor < 0.5)) {
    throw new Error(
      `the rescaling factor ${factor} is not in (0, 0.5): this network has none such`,
    );
  }
  let fraction = factor;
  let rightShift = 0n;
  while (fraction < 0.5) {
    fraction *= 2;
    rightShift += 1n;
  }
  const mantissa = BigInt(Math.round(fraction * 2 ** 31));
  return mantissa === 1n << 31n
    ? { mantissa: mantissa / 2n, rightShift: rightShift - 1n }
    : { mantissa, rightShift };
}

function rescale(sum: number, { mantissa, rightShift }: Multiplier): number {
  const product = BigInt(sum) * mantissa;
  // The same as the nudge and the truncating division of SaturatingRoundingDoublingHighMul.
  const high = (product + (1n << 30n)) >> 31n;
  // To nearest, ties away from zero: RoundingDivideByPOT.
  const half = rightShift === 0n ? 0n : 1n << (rightShift - 1n);
  const magnitude = ((high < 0n ? -high : high) + half) >> rightShift;
  return Number(high < 0n ? -magnitude : magnitude);
}
