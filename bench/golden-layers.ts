import type { Codes } from '../generator/ir/codes.js';
import type { BoundDatapath, BoundNode } from '../generator/passes/bind.js';
import type { WindowGeometry } from '../generator/stream/window.js';
import type { Conv2dSpec } from '../generator/units/conv2d/spec.js';
import type { DenseSpec } from '../generator/units/dense/spec.js';
import type { DepthwiseConv2dSpec } from '../generator/units/depthwise_conv2d/spec.js';
import { multiplierOf, type Rescale } from '../generator/units/requantize/rescale.js';

/** A layer as golden-loop.cpp knows it: a convolution, of which a dense layer is the 1 x 1 case. */
interface LoopLayer {
  readonly depthwise: boolean;
  readonly geometry: WindowGeometry;
  readonly channels: number;
  readonly outputs: number;
  readonly weights: Int32Array;
  readonly bias: Int32Array | Float64Array | undefined;
  readonly rescale: Rescale;
}

/** Vectors one below the other, each a pixel. */
const column = (height: number): WindowGeometry => ({
  ...{ height, width: 1, outHeight: height, outWidth: 1, padTop: 0, padLeft: 0 },
  ...{ kernel: [1, 1], stride: [1, 1], dilation: [1, 1] },
});

/** The bound unit's spec is its own unit's; what else `node` may be is not a layer. */
const layerOf = ({ node, unit }: BoundNode): LoopLayer | undefined => {
  switch (node.unit) {
    case 'conv2d': {
      const { geometry, channels, weights, bias, matrixVector } = unit.spec as Conv2dSpec;
      const { outputs, rescale } = matrixVector;
      return { depthwise: false, geometry, channels, outputs, weights, bias, rescale };
    }
    case 'depthwise_conv2d': {
      const { geometry, channels, weights, bias, layer } = unit.spec as DepthwiseConv2dSpec;
      const { outputs, rescale } = layer;
      return { depthwise: true, geometry, channels, outputs, weights, bias, rescale };
    }
    case 'dense': {
      const { weights, bias, matrixVector } = unit.spec as DenseSpec;
      const { inputs, outputs, vectors, rescale } = matrixVector;
      const geometry = column(vectors);
      return { depthwise: false, geometry, channels: inputs, outputs, weights, bias, rescale };
    }
    default:
      return undefined;
  }
};

const counted = (values: ArrayLike<number>): readonly number[] => [
  values.length,
  ...Array.from(values),
];

const wordsOf = (
  layer: LoopLayer,
  inputZeroPoint: number,
  input: Codes,
  expected: Codes,
): readonly number[] => {
  const { geometry: g, outputs, bias, rescale } = layer;
  const multipliers = Array.from({ length: outputs }, (_, o) => multiplierOf(rescale, o));
  const fields = [
    ...[Number(layer.depthwise), g.height, g.width, layer.channels],
    ...[g.outHeight, g.outWidth, outputs],
    ...[g.kernel, g.stride, g.dilation].flat(),
    ...[g.padTop, g.padLeft, inputZeroPoint, rescale.zeroPoint],
    ...[rescale.clamp.minimum, rescale.clamp.maximum],
  ];
  const arrays = [
    layer.weights,
    bias ?? new Int32Array(outputs),
    multipliers.map(({ multiplier }) => multiplier),
    multipliers.map(({ shift }) => shift),
    input as Int32Array,
    expected as Int32Array,
  ];
  return [...fields, ...arrays.flatMap(counted)];
};

/** Every layer with multiplications of an inference, as golden-loop.cpp reads them. */
export const loopLayers = (
  bound: BoundDatapath,
  values: ReadonlyMap<string, Codes>,
): Int32Array => {
  const words = bound.nodes.flatMap((boundNode): readonly number[] => {
    const { node, unit } = boundNode;
    const layer = layerOf(boundNode);
    const [input] = node.inputs.map((name) => values.get(name));
    const output = values.get(node.name);
    if (!layer) return [];
    if (!input || !output) throw new Error(`${node.name} has no values`);
    return wordsOf(layer, unit.spec.inputs[0]?.zeroPoint ?? 0, input, output);
  });
  return Int32Array.from(words);
};
