import { isSinterError, type Problem, SinterError } from '../error.js';
import type { Datapath, DatapathNode } from '../ir/datapath.js';
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

/** Streams that nothing takes would stall the hardware for ever. */
const unusedProblems = (datapath: Datapath): readonly Problem[] => {
  const used = new Set([
    ...datapath.nodes.flatMap((node) => node.inputs),
    ...datapath.outputs.map((output) => output.from),
  ]);
  return [...datapath.inputs, ...datapath.nodes]
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => ({
      code: 'E_DESIGN',
      place: `${datapath.name}.${name}`,
      reason: 'nothing takes this stream',
      hint: 'give it to a unit or make it an output',
    }));
};

/**
 * The check pass: binds every unit to its streams. Throws one SinterError with all problems; units
 * behind a faulty one are left out, their inputs are not known.
 */
export const bindDatapath = (datapath: Datapath): BoundDatapath => {
  const problems: Problem[] = [...unusedProblems(datapath)];
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
