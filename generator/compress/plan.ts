import { type Problem, SinterError } from '../error.js';
import type { Datapath } from '../ir/datapath.js';
import { suggestion } from '../report/nearest.js';
import type { Encoding } from './encoding.js';
import { weightMatrixOf } from './matrix.js';

/**
 * The encodings that each layer with weights may take: its own where it is named in `named`, else those
 * for all. Throws E_UNKNOWN for a name that no layer with weights has.
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
  return new Map(layers.map((layer) => [layer, named.get(layer) ?? forAll]));
};
