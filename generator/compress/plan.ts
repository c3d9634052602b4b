import { type Problem, SinterError } from '../error.js';
import type { ConstantTensor } from '../ir/tensor.js';
import type { BoundDatapath, BoundNode } from '../passes/bind.js';
import { suggestion } from '../report/nearest.js';
import type { Encoding } from './encoding.js';
import { type WeightMatrix, weightMatrixOf } from './matrix.js';
import { blocksReason } from './mx-layer.js';

/** Whether a row's weights lie in pairs of neighbours. */
const hasPairs = ({ channels }: WeightMatrix): boolean => channels > 0 && channels % 2 === 0;

/** Why a layer cannot have an encoding; undefined where it can. */
const reasonAgainst = (
  layer: BoundNode,
  matrix: WeightMatrix,
  { format }: Encoding,
): string | undefined => {
  if (format.kind === 'olive' && !hasPairs(matrix)) {
    return 'has no pairs of input channels, which olive needs';
  }
  return format.kind === 'mx' ? blocksReason(layer) : undefined;
};

/** The encoding that a layer has. */
const ownEncoding = ({ format }: ConstantTensor, kept: string): Encoding => ({
  ...{ format, sparsity: { kind: 'dense' }, kept },
});

/** The encodings of those wanted that a layer can have, or why it has none of them. */
const possible = (
  layer: BoundNode,
  matrix: WeightMatrix,
  wanted: readonly Encoding[],
): readonly Encoding[] | string => {
  const reasons = wanted.map((encoding) => reasonAgainst(layer, matrix, encoding));
  const those = wanted.filter((_, i) => reasons[i] === undefined);
  return those.length > 0 ? those : (reasons[0] as string);
};

/**
 * The encodings that each layer with weights may take: its own where it is named in `named`, else those
 * for all; of several, those that it can have. Layers that all is to be Microscaling for, and that can have no
 * blocks, stay as they are. Throws E_UNKNOWN for a name that no layer with weights has,
 * E_FORMAT for any other layer that can have none.
 */
export const layerEncodings = (
  { datapath: { name: design }, nodes }: BoundDatapath,
  forAll: readonly Encoding[],
  named: ReadonlyMap<string, readonly Encoding[]>,
): ReadonlyMap<string, readonly Encoding[]> => {
  const layers = nodes.flatMap((layer) => {
    const matrix = weightMatrixOf(layer.node);
    return matrix ? [{ layer, matrix, name: layer.node.name }] : [];
  });
  const names = layers.map(({ name }) => name);
  const unknown = [...named.keys()]
    .filter((name) => !names.includes(name))
    .map(
      (name): Problem => ({
        code: 'E_UNKNOWN',
        place: `--layer ${name}`,
        reason: `${design} has no layer with weights of that name`,
        hint: suggestion(name, names),
      }),
    );
  if (unknown.length > 0) throw new SinterError(unknown);
  if (layers.length === 0) {
    throw new SinterError({
      code: 'E_DESIGN',
      place: design,
      reason: 'has no layer with weights',
      hint: 'give a network with dense or convolution layers',
    });
  }
  const problems: Problem[] = [];
  const refuse = (name: string, reason: string): readonly Encoding[] => {
    const hint = `give it another format: --layer ${name}=8`;
    problems.push({ code: 'E_FORMAT', place: `${design}.${name}`, reason, hint });
    return [];
  };
  const all = new Map(
    layers.map(({ layer, matrix, name }): [string, readonly Encoding[]] => {
      const own = named.get(name);
      const wanted = own ?? forAll;
      const found = possible(layer, matrix, wanted);
      if (typeof found !== 'string') return [name, found];
      const stays = !own && wanted.every(({ format }) => format.kind === 'mx');
      return [name, stays ? [ownEncoding(matrix.tensor, found)] : refuse(name, found)];
    }),
  );
  if (problems.length > 0) throw new SinterError(problems);
  return all;
};
