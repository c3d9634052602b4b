import type { Codes } from '../ir/codes.js';
import type { Datapath, DatapathNode } from '../ir/datapath.js';
import { sameFormat } from '../ir/format.js';
import { type BoundDatapath, type BoundNode, bindDatapath } from '../passes/bind.js';
import { type Difference, differenceOf } from './difference.js';
import { type EncodingFigures, unchanged } from './encode-layer.js';
import { encodeNode } from './encode-node.js';
import type { Encoding } from './encoding.js';
import { type WeightMatrix, weightMatrixOf } from './matrix.js';
import { codesOf, type Streams } from './streams.js';

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
  const named = (name: string): string => (bound.streams.has(name) ? named(`${name}_`) : name);
  const around = { design: datapath.name, types: bound.streams, named };
  for (const boundNode of bound.nodes) {
    const { node } = boundNode;
    const encoding = plan.get(node.name);
    const matrix = encoding && weightMatrixOf(node);
    let made: readonly BoundNode[] = [boundNode];
    let result: EncodingFigures | undefined;
    if (encoding && matrix && isAsItWas(matrix, encoding)) {
      result = unchanged(matrix);
    } else if (encoding && matrix) {
      const from = node.inputs[0] as string;
      const samples = {
        before: given.map((sample) => codesOf(sample, from)),
        after: streams.map((sample) => codesOf(sample, from)),
      };
      const known = calibrates ? samples : undefined;
      const encoded = encodeNode(boundNode, matrix, encoding, known, around);
      made = encoded.made;
      result = encoded.figures;
    }
    for (const { node: now, unit } of made) {
      nodes.push(now);
      streams.forEach((sample, i) => {
        const was = given[i] as Streams;
        const inputCodes = now.inputs.map((name) => codesOf(sample, name));
        const same =
          now === node && node.inputs.every((name, at) => was.get(name) === inputCodes[at]);
        sample.set(now.name, same ? codesOf(was, node.name) : unit.golden(inputCodes));
      });
    }
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
