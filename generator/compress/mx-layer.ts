import { tensor } from '../dsl/tensor.js';
import type { DatapathNode } from '../ir/datapath.js';
import { isInteger, type MxFormat } from '../ir/format.js';
import type { BoundNode } from '../passes/bind.js';
import { isPointwise } from '../units/conv2d/geometry.js';
import { blockLanes, sourceProblems } from '../units/microscaling/blocks.js';
import type { UnitSpec } from '../units/unit.js';
import { windowsOf } from './covariance.js';
import type { MxWeights } from './mx-weights.js';

/** Widest integers that an array of Microscaling gives. */
const outputBits = 16;

const kinds: readonly string[] = ['conv2d', 'dense', 'row_stationary_conv2d'];

/** What `patches` needs to know of a convolution that is not of single pixels in their order; else undefined. */
const windowOf = (
  { parameters }: DatapathNode,
  spec: UnitSpec,
): Readonly<Record<string, unknown>> | undefined => {
  const geometry = windowsOf(spec);
  if (!geometry || isPointwise(geometry)) return undefined;
  const given = ['stride', 'dilation', 'padding'].filter((key) => parameters[key] !== undefined);
  return {
    kernel: geometry.kernel,
    ...Object.fromEntries(given.map((key) => [key, parameters[key]])),
  };
};

/** Why a layer with weights cannot be one of Microscaling; undefined where it can. */
export const blocksReason = ({ node, unit }: BoundNode): string | undefined => {
  const { inputs, output } = unit.spec;
  const [input] = inputs;
  if (!kinds.includes(node.unit)) return 'has no sums over channels, which blocks lie along';
  if (!isInteger(output.format) || output.format.bits > outputBits) {
    return `gives no integers of at most ${outputBits} bits`;
  }
  if (!input || sourceProblems(input, node.name).length > 0) return 'takes no integers';
  return undefined;
};

/** The folding that a layer had, as far as blocks allow. */
const foldingOf = ({ parameters }: DatapathNode): Readonly<Record<string, unknown>> => {
  const array = (parameters['array'] ?? {}) as { readonly pe?: number; readonly simd?: number };
  const { pe, simd } = array;
  return {
    ...(pe === undefined ? {} : { pe }),
    ...(simd === undefined ? {} : { simd: blockLanes.findLast((lanes) => lanes <= simd) }),
  };
};

/**
 * A layer as `mx_scale`, `mx_elements` and `mx_dense`, which has its name, activation and output, of a convolution behind
 * `patches`; by its real bias. `named` gives a name that nothing else has.
 */
export const mxLayer =
  (
    { node, unit }: BoundNode,
    weights: MxWeights,
    activations: MxFormat,
    named: (name: string) => string,
  ) =>
  (bias: Float64Array): readonly DatapathNode[] => {
    const { format, scale, zeroPoint } = unit.spec.output;
    const [from] = node.inputs as readonly [string];
    const scales = named(`${node.name}.x_scales`);
    const elements = named(`${node.name}.x_elements`);
    const make = (
      name: string,
      kind: DatapathNode['unit'],
      inputs: readonly string[],
      parameters: DatapathNode['parameters'],
    ): DatapathNode => ({ kind: 'node', name, unit: kind, parameters, inputs });
    const window = windowOf(node, unit.spec);
    const x = window ? named(`${node.name}.patches`) : from;
    return [
      ...(window ? [make(x, 'patches', [from], window)] : []),
      make(scales, 'mx_scale', [x], { format: activations }),
      make(elements, 'mx_elements', [x, scales], { format: activations }),
      make(node.name, 'mx_dense', [elements, scales], {
        weights: weights.elements,
        weightScales: weights.scales,
        ...(bias.some((value) => value !== 0) ? { bias: tensor.float32([...bias]) } : {}),
        activation: node.parameters['activation'] ?? 'none',
        array: foldingOf(node),
        output: { format, scale, zeroPoint },
      }),
    ];
  };
