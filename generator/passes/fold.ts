import { SinterError } from '../error.js';
import type { Datapath, DatapathNode } from '../ir/datapath.js';
import { elementsOf } from '../ir/stream.js';
import { divisorsOf } from '../numeric/divisors.js';
import type { FoldingChoice } from '../units/unit.js';
import { type BoundDatapath, bindDatapath } from './bind.js';

/** What a folding is to reach: no more multipliers than a budget, or no more cycles than an interval. */
export type FoldGoal =
  | { readonly kind: 'multipliers'; readonly budget: number }
  | { readonly kind: 'interval'; readonly cycles: number };

/** When nobody says anything. */
const defaultGoal: FoldGoal = { kind: 'multipliers', budget: 64 };

/** A node that can be unrolled, and how, as far as the user has not set it. */
interface Foldable {
  readonly node: DatapathNode;
  readonly choices: readonly FoldingChoice[];
}

type Parameters = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Parameters =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `added` under what is set already: what the user wrote stays. */
const underneath = (set: Parameters, added: Parameters): Parameters => {
  const merged: Record<string, unknown> = { ...added, ...set };
  for (const [key, value] of Object.entries(added)) {
    const own = set[key];
    if (isRecord(own) && isRecord(value)) merged[key] = underneath(own, value);
  }
  return merged;
};

const isPinned = ({ node, choices }: Foldable): boolean =>
  choices.every(({ parameters }) =>
    Object.entries(parameters).some(([key, value]) => {
      const own = node.parameters[key];
      return isRecord(own) && isRecord(value)
        ? Object.keys(value).some((inner) => own[inner] !== undefined)
        : own !== undefined;
    }),
  );

const foldables = (bound: BoundDatapath): readonly Foldable[] =>
  bound.nodes
    .map(({ node, unit }) => ({ node, choices: unit.foldings() }))
    .filter(({ choices }) => choices.length > 0);

const cheapest = ({ choices }: Foldable, cycles: number): FoldingChoice | undefined =>
  choices.find((choice) => choice.intervalCycles <= cycles);

const multipliersAt = (nodes: readonly Foldable[], cycles: number): number =>
  nodes.reduce(
    (sum, node) => sum + (cheapest(node, cycles)?.multipliers ?? Number.POSITIVE_INFINITY),
    0,
  );

/** Multipliers of nodes that cannot be unrolled any differently. */
const fixedMultipliers = (bound: BoundDatapath, nodes: readonly Foldable[]): number => {
  const foldable = new Set(nodes.map(({ node }) => node.name));
  return bound.nodes
    .filter(({ node }) => !foldable.has(node.name))
    .reduce((sum, { unit }) => sum + unit.contract().multipliers, 0);
};

/**
 * The least interval whose cheapest choices stay within the budget, or one up to a fiftieth longer that
 * leaves fewer multipliers idle.
 */
const leastInterval = (
  bound: BoundDatapath,
  nodes: readonly Foldable[],
  budget: number,
): number => {
  const left = budget - fixedMultipliers(bound, nodes);
  const intervals = [
    ...new Set(nodes.flatMap(({ choices }) => choices.map((choice) => choice.intervalCycles))),
  ].sort((a, b) => a - b);
  let low = 0;
  let high = intervals.length - 1;
  if (multipliersAt(nodes, intervals[high] as number) > left) {
    throw new SinterError({
      code: 'E_PARAMETER',
      place: `${bound.datapath.name}.multipliers`,
      reason: `gives ${budget}, the network needs at least ${
        fixedMultipliers(bound, nodes) + multipliersAt(nodes, intervals[high] as number)
      } with one array a layer`,
      hint: 'raise --multipliers',
    });
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (multipliersAt(nodes, intervals[middle] as number) <= left) high = middle;
    else low = middle + 1;
  }
  const least = intervals[low] as number;
  return bestUsed(
    nodes,
    intervals.filter((cycles) => cycles >= least && cycles <= least * worthWaiting),
    fixedMultipliers(bound, nodes),
  );
};

/** How much slower than possible a folding may be for the sake of multipliers that would mostly idle. */
const worthWaiting = 1.02;

/** Of intervals that lie close together the one whose multipliers idle least. */
const bestUsed = (
  nodes: readonly Foldable[],
  intervals: readonly number[],
  fixed: number,
): number => {
  const cost = (cycles: number): number => cycles * (fixed + multipliersAt(nodes, cycles));
  return intervals.reduce((best, cycles) => (cost(cycles) < cost(best) ? cycles : best));
};

const checkInterval = (bound: BoundDatapath, nodes: readonly Foldable[], cycles: number): void => {
  const slow = nodes.filter((node) => cheapest(node, cycles) === undefined);
  if (slow.length === 0) return;
  throw new SinterError(
    slow.map(({ node, choices }) => ({
      code: 'E_PARAMETER',
      place: `${bound.datapath.name}.${node.name}`,
      reason: `cannot take less than ${choices.at(-1)?.intervalCycles} cycles, --interval asks for ${cycles}`,
      hint: 'raise --interval',
    })),
  );
};

/** Input lanes that bring a whole tensor in within the interval; never fewer than there are. */
const widenInputs = (datapath: Datapath, cycles: number): Datapath => ({
  ...datapath,
  inputs: datapath.inputs.map((input) => {
    const { stream } = input;
    const innermost = stream.shape.at(-1) ?? 1;
    const enough = (lanes: number) => Math.ceil(elementsOf(stream) / lanes) <= cycles;
    if (enough(stream.lanes)) return input;
    const lanes =
      divisorsOf(innermost).find(enough) ??
      divisorsOf(elementsOf(stream)).find(enough) ??
      stream.lanes;
    return { ...input, stream: { ...stream, lanes } };
  }),
});

/**
 * The fold pass: unrolls every unit just far enough for one common interval, the least that the budget of
 * multipliers allows or the one that is asked for. What the user has set stays. Without a goal only a
 * datapath of which nothing is set is folded.
 */
export const fold = (datapath: Datapath, goal?: FoldGoal): Datapath => {
  const bound = bindDatapath(datapath);
  const nodes = foldables(bound);
  if (nodes.length === 0 || (goal === undefined && nodes.some(isPinned))) return datapath;
  const wanted = goal ?? defaultGoal;
  if (wanted.kind === 'interval') checkInterval(bound, nodes, wanted.cycles);
  const cycles =
    wanted.kind === 'interval' ? wanted.cycles : leastInterval(bound, nodes, wanted.budget);
  const chosen = new Map(
    nodes.map((foldable) => [foldable.node.name, cheapest(foldable, cycles)?.parameters ?? {}]),
  );
  return widenInputs(
    {
      ...datapath,
      nodes: datapath.nodes.map((node) => ({
        ...node,
        parameters: underneath(node.parameters, chosen.get(node.name) ?? {}),
      })),
    },
    cycles,
  );
};

/** What a layer costs as it is. */
export interface LayerCost {
  readonly name: string;
  readonly multipliers: number;
  readonly intervalCycles: number;
}

/** What one step faster would cost. */
export interface FoldStep {
  readonly intervalCycles: number;
  readonly multipliers: number;
  /** Multipliers on top of those there are. */
  readonly added: number;
}

/** Whether a choice says nothing else than what the user has set. */
const agrees = (set: Parameters, choice: Parameters): boolean =>
  Object.entries(choice).every(([key, value]) => {
    const own = set[key];
    if (own === undefined) return true;
    return isRecord(own) && isRecord(value) ? agrees(own, value) : own === value;
  });

/**
 * The least step to a shorter interval: the layers that are too slow for it take their cheapest folding that
 * is not, the others stay as they are. `datapath` is what the fold pass was given, `layers` is what became
 * of it. Undefined when no folding of what the user has left open is faster.
 */
export const nextStep = (
  datapath: Datapath,
  layers: readonly LayerCost[],
  intervalCycles: number,
): FoldStep | undefined => {
  const open = new Map(
    foldables(bindDatapath(datapath)).map(({ node, choices }) => [
      node.name,
      choices.filter(({ parameters }) => agrees(node.parameters, parameters)),
    ]),
  );
  const wanted = [...open.values()]
    .flatMap((choices) => choices.map((choice) => choice.intervalCycles))
    .filter((cycles) => cycles < intervalCycles)
    .sort((a, b) => b - a);
  const present = layers.reduce((sum, { multipliers }) => sum + multipliers, 0);
  for (const cycles of new Set(wanted)) {
    const costs = layers.map((layer) => {
      if (layer.intervalCycles <= cycles) return layer;
      return open.get(layer.name)?.find((choice) => choice.intervalCycles <= cycles) ?? layer;
    });
    const interval = Math.max(...costs.map((cost) => cost.intervalCycles));
    if (interval >= intervalCycles) continue;
    const multipliers = costs.reduce((sum, cost) => sum + cost.multipliers, 0);
    return { intervalCycles: interval, multipliers, added: multipliers - present };
  }
  return undefined;
};
