import type { Compiled } from '../compile.js';
import { isSinterError } from '../error.js';
import type { Datapath, DatapathNode } from '../ir/datapath.js';
import { bindDatapath } from '../passes/bind.js';
import type { UnitKind } from '../units/index.js';

type Parameters = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Parameters =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What `after` has and `before` has not. */
const added = (before: Parameters, after: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(after).flatMap(([key, value]): [string, unknown][] => {
      const own = before[key];
      if (own === undefined) return value === undefined ? [] : [[key, value]];
      if (!isRecord(own) || !isRecord(value) || own === value) return [];
      const inner = added(own, value);
      return Object.keys(inner).length > 0 ? [[key, inner]] : [];
    }),
  );

/** `more` under what is set. */
const underneath = (set: Parameters, more: Parameters): Parameters => ({
  ...set,
  ...Object.fromEntries(
    Object.entries(more).map(([key, value]) => {
      const own = set[key];
      if (own === undefined) return [key, value];
      return [key, isRecord(own) && isRecord(value) ? underneath(own, value) : own];
    }),
  ),
});

/** Units whose array may skip zeros: that it does not is a choice as well. */
const skipping: ReadonlySet<UnitKind> = new Set<UnitKind>(['conv2d', 'dense']);

/** The folding that a unit without any set has after all: `{ array: { pe: 1, simd: 1 } }`. */
const resolvedFolding = (
  choice: Parameters | undefined,
  folding: Readonly<Record<string, unknown>>,
): Parameters =>
  Object.fromEntries(
    Object.entries(choice ?? {}).flatMap(([key, value]): [string, unknown][] => {
      if (isRecord(value)) return [[key, resolvedFolding(value, folding)]];
      return typeof value === 'number' && folding[key] !== undefined ? [[key, folding[key]]] : [];
    }),
  );

const foldingsOf = ({ simplified, folded }: Compiled): ReadonlyMap<string, Parameters> => {
  const before = new Map(simplified.nodes.map(({ name, parameters }) => [name, parameters]));
  return new Map(
    bindDatapath(folded).nodes.map(({ node, unit }) => {
      const chosen = added(before.get(node.name) ?? {}, node.parameters);
      const [choice] = unit.foldings();
      const rest = resolvedFolding(choice?.parameters, unit.spec.folding);
      const { array } = underneath(chosen, rest);
      const skips = isRecord(array) && (array['skip'] !== undefined || array['simd'] !== 1);
      const never = skipping.has(node.unit) && choice && !skips ? { array: { skip: false } } : {};
      return [node.name, underneath(underneath(chosen, rest), never)];
    }),
  );
};

const withFoldings = (
  datapath: Datapath,
  { folded }: Compiled,
  foldings: ReadonlyMap<string, Parameters>,
): Datapath => {
  const inputs = new Map(folded.inputs.map((input) => [input.name, input]));
  return {
    ...datapath,
    inputs: datapath.inputs.map((input) => inputs.get(input.name) ?? input),
    nodes: datapath.nodes.map(
      (node): DatapathNode => ({
        ...node,
        parameters: underneath(node.parameters, foldings.get(node.name) ?? {}),
      }),
    ),
  };
};

/** A datapath whose every folding is set. */
export interface Explicit {
  readonly datapath: Datapath;
  /** Whether it is the network as given; else channels that nobody reads are left out already. */
  readonly whole: boolean;
}

/**
 * The design as given, with all that the fold pass chose for it. A folding that fits only the channels
 * that the simplify pass left over cannot stand in it: then it is the simplified design. Buffers are not
 * in it, they follow from the rest.
 */
export const explicitDatapath = (compiled: Compiled): Explicit => {
  const foldings = foldingsOf(compiled);
  const datapath = withFoldings(compiled.bound.datapath, compiled, foldings);
  try {
    bindDatapath(datapath);
    return { datapath, whole: true };
  } catch (error) {
    if (!isSinterError(error)) throw error;
    return { datapath: withFoldings(compiled.simplified, compiled, foldings), whole: false };
  }
};
