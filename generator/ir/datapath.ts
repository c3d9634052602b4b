import type { UnitKind } from '../units/index.js';
import type { StreamType } from './stream.js';

/** A stream by the name of what drives it: an input of the datapath or a node. */
export type StreamName = string;

export interface DatapathInput {
  readonly kind: 'input';
  readonly name: StreamName;
  readonly stream: StreamType;
}

/** One unit in the graph. `parameters` are what the user wrote, checked but not yet resolved. */
export interface DatapathNode {
  readonly kind: 'node';
  readonly name: StreamName;
  readonly unit: UnitKind;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly StreamName[];
  /** What the node did before a pass left out parts of it; for figures that speak of the whole model. */
  readonly whole?: { readonly macs: number; readonly effectualMacs: number };
}

export interface DatapathOutput {
  readonly kind: 'output';
  readonly name: string;
  readonly from: StreamName;
}

/** A graph of units joined by streams, in topological order. Frozen. */
export interface Datapath {
  readonly kind: 'datapath';
  readonly name: string;
  readonly inputs: readonly DatapathInput[];
  readonly nodes: readonly DatapathNode[];
  readonly outputs: readonly DatapathOutput[];
}

/** Streams that nothing takes, in their order: hardware would stall for ever on them. */
export const unusedStreams = ({
  inputs,
  nodes,
  outputs,
}: Pick<Datapath, 'inputs' | 'nodes' | 'outputs'>): readonly StreamName[] => {
  const used = new Set([
    ...nodes.flatMap((node) => node.inputs),
    ...outputs.map((output) => output.from),
  ]);
  return [...inputs, ...nodes].map(({ name }) => name).filter((name) => !used.has(name));
};
