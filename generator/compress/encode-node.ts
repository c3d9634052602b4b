import type { Codes } from '../ir/codes.js';
import type { DatapathNode } from '../ir/datapath.js';
import type { StreamType } from '../ir/stream.js';
import { realValues } from '../ir/values.js';
import type { BoundNode } from '../passes/bind.js';
import { units } from '../units/index.js';
import { encodeBias, type LayerRun, largestBiasCode, lostMeans, realBias } from './bias.js';
import { inputCovariance } from './covariance.js';
import { type EncodingFigures, encodeWeights, type LayerFacts } from './encode-layer.js';
import type { Encoding } from './encoding.js';
import { rowScales, type WeightMatrix } from './matrix.js';
import { mxLayer } from './mx-layer.js';
import { encodeMxWeights } from './mx-weights.js';
import { codesOf } from './streams.js';

/** The structure that the layer's array may rely on: whole groups of channels, where it has such an array. */
const structureOf = (
  { unit }: DatapathNode,
  { channels }: WeightMatrix,
  { sparsity }: Encoding,
): Readonly<Record<string, unknown>> =>
  sparsity.kind === 'nm' && channels > 0 && (unit === 'dense' || channels % sparsity.m === 0)
    ? { sparsity }
    : {};

/** Tensors of each sample that calibrate: moments and means need no more. */
const calibrationSamples = 64;

/** A layer's input, before and after what comes before it was encoded. */
export interface LayerSamples {
  readonly before: readonly Codes[];
  readonly after: readonly Codes[];
}

/** Types of streams by the name of what drives them. */
type Types = ReadonlyMap<string, StreamType>;

/** Nodes that follow each other, bound to their streams. */
const bindNodes = (
  nodes: readonly DatapathNode[],
  types: Types,
  design: string,
): readonly BoundNode[] => {
  const known = new Map(types);
  return nodes.map((node) => {
    const inputs = node.inputs.map((name) => known.get(name) as StreamType);
    const unit = units[node.unit].bind(node.parameters, inputs, `${design}.${node.name}`);
    known.set(node.name, unit.spec.output);
    return { node, unit };
  });
};

/** The last of some nodes, with real values of what it takes of each sample of the first one's stream. */
const runOf = (bound: readonly BoundNode[], samples: readonly Codes[]): LayerRun => {
  const [first] = bound as readonly [BoundNode];
  const { node, unit } = bound.at(-1) as BoundNode;
  const streams = unit.spec.inputs;
  const inputs = samples.map((codes) => {
    const known = new Map([[first.node.inputs[0] as string, codes]]);
    for (const one of bound.slice(0, -1)) {
      known.set(
        one.node.name,
        one.unit.golden(one.node.inputs.map((name) => codesOf(known, name))),
      );
    }
    return node.inputs.map((name, i) => realValues(streams[i] as StreamType, codesOf(known, name)));
  });
  return { node, streams, inputs };
};

/** A layer's nodes in another encoding, by its real bias, and what that costs. */
interface EncodedLayer {
  readonly figures: EncodingFigures;
  nodesWith(bias: Float64Array): readonly DatapathNode[];
}

const encodedLayer = (
  bound: BoundNode,
  matrix: WeightMatrix,
  encoding: Encoding,
  facts: LayerFacts,
  place: string,
  named: (name: string) => string,
): EncodedLayer => {
  const { node } = bound;
  const { format, activations = format } = encoding;
  if (format.kind === 'mx' && activations.kind === 'mx') {
    const figures = encodeMxWeights(matrix, format, facts.covarianceOf);
    return { figures, nodesWith: mxLayer(bound, figures, activations, named) };
  }
  const figures = encodeWeights(matrix, encoding, facts);
  return {
    figures,
    nodesWith: (bias) => [
      {
        ...node,
        parameters: {
          ...node.parameters,
          ...structureOf(node, matrix, encoding),
          weights: figures.tensor,
          bias: encodeBias(node, bias, figures.tensor, facts.inputScale, place),
        },
      },
    ],
  };
};

/** A layer with weights in another encoding, calibrated where there are samples. */
export const encodeNode = (
  bound: BoundNode,
  matrix: WeightMatrix,
  encoding: Encoding,
  samples: LayerSamples | undefined,
  { design, types, named }: { design: string; types: Types; named: (name: string) => string },
): { made: readonly BoundNode[]; figures: EncodingFigures } => {
  const { node, unit } = bound;
  const input = unit.spec.inputs[0] as StreamType;
  const after = (samples?.after ?? []).slice(0, calibrationSamples);
  const bias = realBias(node, matrix.rows, rowScales(matrix), input.scale);
  const facts = {
    covarianceOf:
      after.length > 0
        ? inputCovariance(
            unit.spec,
            input,
            matrix,
            after.map((codes) => realValues(input, codes)),
          )
        : undefined,
    inputScale: input.scale,
    bias,
    largestBias: largestBiasCode(node),
  };
  const layer = encodedLayer(bound, matrix, encoding, facts, `${design}.${node.name}`, named);
  const { figures } = layer;
  const plain = bindNodes(layer.nodesWith(bias), types, design);
  if (!samples || after.length === 0) return { made: plain, figures };
  const before = samples.before.slice(0, calibrationSamples);
  const lost = lostMeans(runOf([bound], before), runOf(plain, after), matrix.rows);
  const corrected = bias.map((value, row) => value + (lost[row] as number));
  return { made: bindNodes(layer.nodesWith(corrected), types, design), figures };
};
