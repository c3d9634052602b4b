import { tensor } from '../dsl/tensor.js';
import type { DatapathNode } from '../ir/datapath.js';
import { isInteger, type MxFormat } from '../ir/format.js';
import type { BoundNode } from '../passes/bind.js';
import { isPointwise } from '../units/conv2d/geometry.js';
import { blockLanes, sourceProblems } from '../units/microscaling/blocks.js';
import type { UnitSpec } from '../units/unit.js';
import { isWindowed } from './covariance.js';
import type { MxWeights } from './mx-weights.js';

/** Widest integers that an array of Microscaling gives. */
const outputBits = 16;

const kinds: readonly string[] = ['dense', 'conv2d'];

const isDirect = (spec: UnitSpec): boolean => !isWindowed(spec) || isPointwise(spec.geometry);

/** Why a layer with weights cannot be one of Microscaling; undefined where it can. */
export const blocksReason = ({ node, unit }: BoundNode): string | undefined => {
  const { inputs, output } = unit.spec;
  const [input] = inputs;
  if (!kinds.includes(node.unit)) return 'has no sums over channels, which blocks lie along';
  if (!isDirect(unit.spec)) return 'has a kernel of more than a pixel';
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
 * A layer as `mx_scale`, `mx_elements` and `mx_dense`, which has its name, activation and output; by its real bias. `named` gives
 * a name that nothing else has.
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
    return [
      make(scales, 'mx_scale', [from], { format: activations }),
      make(elements, 'mx_elements', [from, scales], { format: activations }),
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
