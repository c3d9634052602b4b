import { type Problem, SinterError } from '../error.js';
import type { Datapath } from '../ir/datapath.js';
import { suggestion } from '../report/nearest.js';
import type { Encoding } from './encoding.js';
import { type WeightMatrix, weightMatrixOf } from './matrix.js';

/** Whether a row's weights lie in pairs of neighbours. */
const hasPairs = ({ channels }: WeightMatrix): boolean => channels > 0 && channels % 2 === 0;

/**
 * The encodings that each layer with weights may take: its own where it is named in `named`, else those
 * for all; of several, those that it can have. Throws E_UNKNOWN for a name that no layer with weights has,
 * E_FORMAT for a layer that can have none.
 */
export const layerEncodings = (
  { name: design, nodes }: Datapath,
  forAll: readonly Encoding[],
  named: ReadonlyMap<string, readonly Encoding[]>,
): ReadonlyMap<string, readonly Encoding[]> => {
  const layers = nodes.filter((node) => weightMatrixOf(node)).map(({ name }) => name);
  const problems = [...named.keys()]
    .filter((name) => !layers.includes(name))
    .map(
      (name): Problem => ({
        code: 'E_UNKNOWN',
        place: `--layer ${name}`,
        reason: `${design} has no layer with weights of that name`,
        hint: suggestion(name, layers),
      }),
    );
  if (problems.length > 0) throw new SinterError(problems);
  if (layers.length === 0) {
    throw new SinterError({
      code: 'E_DESIGN',
      place: design,
      reason: 'has no layer with weights',
      hint: 'give a network with dense or convolution layers',
    });
  }
  const all = new Map(
    nodes.flatMap((node): [string, readonly Encoding[]][] => {
      const matrix = weightMatrixOf(node);
      if (!matrix) return [];
      const wanted = named.get(node.name) ?? forAll;
      return [
        [node.name, wanted.filter(({ format }) => format.kind !== 'olive' || hasPairs(matrix))],
      ];
    }),
  );
  const unpaired = [...all].filter(([, encodings]) => encodings.length === 0);
  if (unpaired.length > 0) {
    throw new SinterError(
      unpaired.map(([layer]) => ({
        code: 'E_FORMAT',
        place: `${design}.${layer}`,
        reason: 'has no pairs of input channels, which olive needs',
        hint: `give it another format: --layer ${layer}=8`,
      })),
    );
  }
  return all;
};
