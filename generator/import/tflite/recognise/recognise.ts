import type { TfliteModel, TfliteOperator } from '../model.js';
import { listOf } from '../problem.js';
import { geluAt } from './gelu.js';
import { layerNormAt } from './layer-norm.js';
import type { Match } from './recognised.js';
import { readersOf } from './trace.js';

const titles = { layer_norm: 'LAYER_NORM', gelu: 'GELU' } as const;

/** The operator that takes the place of those that were matched. */
const operatorOf = (model: TfliteModel, match: Match): TfliteOperator => {
  const replaced = match.operators.map((at) => model.operators[at] as TfliteOperator);
  const last = replaced.at(-1) as TfliteOperator;
  const name = titles[match.recognised.kind];
  return {
    index: last.index,
    builtin: -1,
    name,
    place: `${model.file}: subgraph 0, operators ${listOf(replaced.map(({ index }) => `${index}`))} (recognised as ${name})`,
    inputs: [match.input],
    outputs: [match.output],
    recognised: match.recognised,
    options: () => undefined,
  };
};

/**
 * The model with one operator in the place of those that compute a layer's norm, or GELU, together. Nothing else of
 * it may read what they compute on the way; what is not recognised stays as it is.
 */
export const recognise = (model: TfliteModel): TfliteModel => {
  const readers = readersOf(model);
  const matches = new Map<number, Match>();
  const taken = new Set<number>();
  for (const position of model.operators.keys()) {
    if (taken.has(position)) continue;
    const match = layerNormAt(model, readers, position) ?? geluAt(model, readers, position);
    if (!match || match.operators.some((at) => taken.has(at))) continue;
    for (const at of match.operators) taken.add(at);
    matches.set(match.operators.at(-1) as number, match);
  }
  if (matches.size === 0) return model;
  const operators = model.operators.flatMap((operator, position) => {
    const match = matches.get(position);
    if (match) return [operatorOf(model, match)];
    return taken.has(position) ? [] : [operator];
  });
  return { ...model, operators };
};
