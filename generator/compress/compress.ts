import type { Codes } from '../ir/codes.js';
import type { Datapath, DatapathNode } from '../ir/datapath.js';
import { sameFormat } from '../ir/format.js';
import type { StreamType } from '../ir/stream.js';
import { realValues } from '../ir/values.js';
import { type BoundDatapath, type BoundNode, bindDatapath } from '../passes/bind.js';
import { units } from '../units/index.js';
import { encodeBias, largestBiasCode, lostMeans, realBias } from './bias.js';
import { inputCovariance } from './covariance.js';
import { type Difference, differenceOf } from './difference.js';
import { type EncodedWeights, encodeWeights, unchanged } from './encode-layer.js';
import type { Encoding } from './encoding.js';
import { rowScales, type WeightMatrix, weightMatrixOf } from './matrix.js';

/** Codes of every stream, by the name of what drives it. */
export type Streams = ReadonlyMap<string, Codes>;

/** What became of a layer's weights. */
export interface LayerResult {
  readonly name: string;
  readonly unit: string;
  readonly encoding: Encoding;
  readonly weights: number;
  readonly zeros: number;
  readonly bitsBefore: number;
  readonly bits: number;
  /** Of the weights alone, in decibels. */
  readonly signalToNoise: number;
  /** Of its output codes, with all that comes before it; undefined without samples. */
  readonly difference: Difference | undefined;
}

export interface Compressed {
  readonly datapath: Datapath;
  readonly layers: readonly LayerResult[];
  /** Streams of every sample through the result. */
  readonly streams: readonly Streams[];
}

/** Whether a layer's weights are in this encoding already. */
const isAsItWas = ({ tensor }: WeightMatrix, { format, sparsity }: Encoding): boolean => {
  if (sparsity.kind !== 'dense') return false;
  if (format.kind !== 'fittedCodebook') return sameFormat(format, tensor.format);
  return tensor.format.kind === 'codebook' && tensor.format.values.length <= format.entries;
};

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

const codesOf = (streams: Streams, name: string): Codes => {
  const codes = streams.get(name);
  if (!codes) throw new Error(`stream ${name} has no value`);
  return codes;
};

/** A layer's input, before and after what comes before it was encoded. */
interface LayerSamples {
  readonly before: readonly Codes[];
  readonly after: readonly Codes[];
}

const encodeNode = (
  { node, unit }: BoundNode,
  matrix: WeightMatrix,
  encoding: Encoding,
  input: StreamType,
  samples: LayerSamples | undefined,
  place: string,
): { node: DatapathNode; encoded: EncodedWeights } => {
  const calibrate = (all: readonly Codes[]): readonly Float64Array[] =>
    all.slice(0, calibrationSamples).map((codes) => realValues(input, codes));
  const after = calibrate(samples?.after ?? []);
  const bias = realBias(node, matrix.rows, rowScales(matrix), input.scale);
  const encoded = encodeWeights(matrix, encoding, {
    covarianceOf: after.length > 0 ? inputCovariance(unit.spec, input, matrix, after) : undefined,
    inputScale: input.scale,
    bias,
    largestBias: largestBiasCode(node),
  });
  const withBias = (values: Float64Array): DatapathNode => ({
    ...node,
    parameters: {
      ...node.parameters,
      ...structureOf(node, matrix, encoding),
      weights: encoded.tensor,
      bias: encodeBias(node, values, encoded.tensor, input.scale, place),
    },
  });
  const plain = withBias(bias);
  if (!samples || after.length === 0) return { node: plain, encoded };
  const before = calibrate(samples.before);
  const lost = lostMeans({ node, inputs: before }, { node: plain, inputs: after }, input, matrix);
  return { node: withBias(bias.map((value, row) => value + (lost[row] as number))), encoded };
};

/**
 * Layers of a datapath in other encodings, after training: of each the weights that are kept, scales of
 * least error per output, and the bias that gives its outputs the means that they had; those that are in
 * their encoding already stay as they are. One layer after the other, each on what the ones before it now give. `given` are the streams of every sample through
 * the datapath as it is; without `calibrates` they measure what changes and no more. Throws SinterError.
 */
export const compress = (
  bound: BoundDatapath,
  plan: ReadonlyMap<string, Encoding>,
  given: readonly Streams[],
  calibrates: boolean,
): Compressed => {
  const { datapath } = bound;
  const layers: LayerResult[] = [];
  const nodes: DatapathNode[] = [];
  const streams = given.map(
    (sample) =>
      new Map(datapath.inputs.map(({ name }): [string, Codes] => [name, codesOf(sample, name)])),
  );
  for (const boundNode of bound.nodes) {
    const { node } = boundNode;
    const inputs = node.inputs.map((name) => bound.streams.get(name) as StreamType);
    const encoding = plan.get(node.name);
    const matrix = encoding && weightMatrixOf(node);
    const [input] = inputs;
    let unit = boundNode.unit;
    let now = node;
    let result: EncodedWeights | undefined;
    const place = `${datapath.name}.${node.name}`;
    if (encoding && matrix && isAsItWas(matrix, encoding)) {
      result = unchanged(matrix);
    } else if (encoding && matrix && input) {
      const from = node.inputs[0] as string;
      const samples = {
        before: given.map((sample) => codesOf(sample, from)),
        after: streams.map((sample) => codesOf(sample, from)),
      };
      const known = calibrates ? samples : undefined;
      const made = encodeNode(boundNode, matrix, encoding, input, known, place);
      now = made.node;
      result = made.encoded;
      unit = units[now.unit].bind(now.parameters, inputs, place);
    }
    nodes.push(now);
    streams.forEach((sample, i) => {
      const was = given[i] as Streams;
      const inputCodes = node.inputs.map((name) => codesOf(sample, name));
      const same =
        now === node && node.inputs.every((name, at) => was.get(name) === inputCodes[at]);
      sample.set(node.name, same ? codesOf(was, node.name) : unit.golden(inputCodes));
    });
    if (!encoding || !matrix || !result) continue;
    layers.push({
      name: node.name,
      unit: node.unit,
      encoding,
      weights: matrix.values.length,
      zeros: result.zeros,
      bitsBefore: unchanged(matrix).bits,
      bits: result.bits,
      signalToNoise: result.signalToNoise,
      difference: differenceOf(
        given.map((sample) => codesOf(sample, node.name)),
        streams.map((sample) => codesOf(sample, node.name)),
      ),
    });
  }
  const made = { ...datapath, nodes };
  bindDatapath(made);
  return { datapath: made, layers, streams };
};
