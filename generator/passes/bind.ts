import { isSinterError, type Problem, SinterError } from '../error.js';
import {
  type Datapath,
  type DatapathNode,
  type StreamName,
  unusedStreams,
} from '../ir/datapath.js';
import type { StreamType } from '../ir/stream.js';
import { units } from '../units/index.js';
import type { BoundUnit } from '../units/unit.js';

export interface BoundNode {
  readonly node: DatapathNode;
  readonly unit: BoundUnit;
}

/** A datapath with every unit checked and resolved. */
export interface BoundDatapath {
  readonly datapath: Datapath;
  readonly nodes: readonly BoundNode[];
  /** Type of every stream, by the name of what drives it. */
  readonly streams: ReadonlyMap<string, StreamType>;
}

/** What to say of streams that nothing takes. */
export const unusedProblems = (design: string, names: readonly StreamName[]): readonly Problem[] =>
  names.map((name) => ({
    code: 'E_DESIGN',
    place: `${design}.${name}`,
    reason: 'nothing takes this stream',
    hint: 'give it to a unit or make it an output',
  }));

/**
 * The check pass: binds every unit to its streams. Throws one SinterError with all problems; units
 * behind a faulty one are left out, their inputs are not known.
 */
export const bindDatapath = (datapath: Datapath): BoundDatapath => {
  const problems: Problem[] = [...unusedProblems(datapath.name, unusedStreams(datapath))];
  const streams = new Map<string, StreamType>(
    datapath.inputs.map(({ name, stream }) => [name, stream]),
  );
  const nodes: BoundNode[] = [];
  for (const node of datapath.nodes) {
    const inputs = node.inputs.map((name) => streams.get(name));
    if (inputs.some((stream) => stream === undefined)) continue;
    try {
      const place = `${datapath.name}.${node.name}`;
      const unit = units[node.unit].bind(node.parameters, inputs as StreamType[], place);
      streams.set(node.name, unit.spec.output);
      nodes.push({ node, unit });
    } catch (error) {
      if (!isSinterError(error)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new SinterError(problems);
  return { datapath, nodes, streams };
};
