import type { Datapath, DatapathNode } from '../ir/datapath.js';
import type { StreamType } from '../ir/stream.js';
import { anyOf, type Channels, sameChannels } from '../units/channels.js';
import { type BoundDatapath, type BoundNode, bindDatapath } from './bind.js';
import { foldConstants } from './simplify/constants.js';
import { absorbPadding } from './simplify/padding.js';

const channelsOf = (stream: StreamType): number => stream.shape.at(-1) ?? 1;

const all = (count: number): Channels => new Array<boolean>(count).fill(true);
const none = (count: number): Channels => new Array<boolean>(count).fill(false);

/** Channels of every stream that something reads, or that come along with one that is read. */
class Liveness {
  readonly #live = new Map<string, Channels>();
  #changed = false;

  constructor({ datapath, streams }: BoundDatapath) {
    for (const [name, stream] of streams) this.#live.set(name, none(channelsOf(stream)));
    for (const { name, stream } of datapath.inputs) this.#live.set(name, all(channelsOf(stream)));
    for (const { from } of datapath.outputs) this.add(from, all(this.of(from).length));
  }

  of(name: string): Channels {
    return this.#live.get(name) ?? [];
  }

  add(name: string, channels: Channels): void {
    const before = this.of(name);
    const after = anyOf(before, channels);
    if (sameChannels(before, after)) return;
    this.#live.set(name, after);
    this.#changed = true;
  }

  /** Whether anything was added since the last time. */
  settle(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }
}

/** One round against the stream: from what is read of each node to what it reads. */
const propagate = ({ node, unit }: BoundNode, liveness: Liveness): void => {
  const rules = unit.channels();
  const live = liveness.of(node.name);
  if (!rules) {
    liveness.add(node.name, all(live.length));
    for (const input of node.inputs) liveness.add(input, all(liveness.of(input).length));
    return;
  }
  // A unit must have something to do: of what nobody reads at all, one channel still flows.
  if (!live.some(Boolean))
    liveness.add(
      node.name,
      live.map((_, i) => i === 0),
    );
  const needed = rules.needs(liveness.of(node.name));
  node.inputs.forEach((input, i) => {
    liveness.add(input, needed[i] as Channels);
  });
  if (rules.follows) {
    const inputs = node.inputs.map((input) => liveness.of(input));
    liveness.add(node.name, rules.follows(inputs));
  }
};

/** The least sets of channels that agree with every unit's rules. */
const liveChannels = (bound: BoundDatapath): Liveness => {
  const liveness = new Liveness(bound);
  const backwards = [...bound.nodes].reverse();
  do {
    for (const node of backwards) propagate(node, liveness);
  } while (liveness.settle());
  return liveness;
};

const reduced = ({ node, unit }: BoundNode, liveness: Liveness): DatapathNode => {
  const output = liveness.of(node.name);
  const inputs = node.inputs.map((input) => liveness.of(input));
  if ([output, ...inputs].every((channels) => channels.every(Boolean))) return node;
  const rules = unit.channels();
  if (!rules) throw new Error(`${node.name} cannot leave out channels`);
  const { macs, effectualMacs } = unit.contract();
  return {
    ...node,
    parameters: { ...node.parameters, ...rules.keep(inputs, output) },
    whole: node.whole ?? { macs, effectualMacs },
  };
};

/** Nodes that no output depends on go. */
const reachable = (datapath: Datapath): Datapath => {
  const used = new Set(datapath.outputs.map(({ from }) => from));
  for (const node of [...datapath.nodes].reverse()) {
    if (used.has(node.name)) for (const input of node.inputs) used.add(input);
  }
  return { ...datapath, nodes: datapath.nodes.filter(({ name }) => used.has(name)) };
};

/**
 * The simplify pass, exact: padding goes into the convolutions behind it, constant channels into the
 * biases of who reads them; nodes that no output depends on and channels that nobody reads (all weights
 * that would read them are zero) are left out, back through the layers that make them.
 */
export const simplify = (datapath: Datapath): Datapath => {
  const padded = reachable(absorbPadding(bindDatapath(reachable(datapath))));
  const folded = foldConstants(bindDatapath(padded));
  const bound = bindDatapath(folded);
  const liveness = liveChannels(bound);
  return { ...folded, nodes: bound.nodes.map((node) => reduced(node, liveness)) };
};
