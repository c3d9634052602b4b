import { beatsOf, elementsOf, type StreamType } from '../ir/stream.js';
import { storedRows, type WindowGeometry } from '../stream/window.js';
import type { BoundUnit, UnitSpec } from '../units/unit.js';
import { type Flow, plainFlow, tileFlow, vectorsOf, windowFlow } from './flow.js';
import { completionCycle, type FlowInput, type FlowNode } from './simulate.js';

/** What units with windows over an image resolve to; pools also know how they go over them. */
interface WindowedSpec extends UnitSpec {
  readonly geometry: WindowGeometry;
  readonly dataflow?: 'tile' | 'window';
}

const isWindowed = (spec: UnitSpec): spec is WindowedSpec => 'geometry' in spec;

/** Cycles in which a vector leaves, a beat a cycle. */
const beatsPerVector = (stream: StreamType): number => beatsOf(stream) / vectorsOf(stream);

/**
 * How a unit works. A pool's way follows from its windows; other units that make few vectors of many do so as they
 * come: those of the next result are taken while the last is given.
 */
const paceOf = (unit: BoundUnit): Flow => {
  const { spec } = unit;
  const flow = unit.flow();
  if (!isWindowed(spec)) {
    const few =
      flow.outputVectors < flow.inputVectors &&
      flow.inputs === undefined &&
      flow.outputRoom === undefined;
    return few ? { ...flow, capacity: Math.max(flow.capacity, 2 * flow.needs(0)) } : flow;
  }
  const { geometry, dataflow } = spec;
  if (dataflow === undefined) return flow;
  const { intervalCycles } = unit.contract();
  return dataflow === 'tile'
    ? tileFlow(geometry, intervalCycles)
    : windowFlow(geometry, storedRows(geometry), intervalCycles);
};

/** Of beats of more than a vector: the vectors that are there when so many elements, up to a beat's end, are. */
const leavesWithOf = (stream: StreamType): Pick<Flow, 'leavesWith'> => {
  const length = stream.shape.at(-1) ?? 1;
  if (stream.lanes <= length) return {};
  const elements = elementsOf(stream);
  return {
    leavesWith: (output) => {
      const beats = Math.ceil(((output + 1) * length) / stream.lanes);
      return Math.ceil(Math.min(beats * stream.lanes, elements) / length);
    },
  };
};

/** The flow of a unit: how it works, and that a vector leaves a beat a cycle at most. */
export const flowOf = (unit: BoundUnit): Flow => {
  const flow = paceOf(unit);
  if (flow.wires) return flow;
  const leaving = (stage: Flow): Flow => ({
    ...stage,
    ...leavesWithOf(unit.spec.output),
    spreadCycles: Math.max(stage.spreadCycles ?? 0, beatsPerVector(unit.spec.output)),
  });
  if (!flow.stages) return leaving(flow);
  const stages = flow.stages.with(-1, leaving(flow.stages.at(-1) as Flow));
  return { ...flow, stages: stages as [Flow, ...Flow[]] };
};

/** A unit's steps in the schedule, to be appended to `graph`; its last has the unit's own delay. */
export const stepsOf = (
  flow: Flow,
  delayCycles: number,
  inputs: readonly FlowInput[],
  before: number,
): readonly FlowNode[] => {
  const stages = flow.stages ?? [flow];
  return stages.map((stage, i) => ({
    flow: stage,
    delayCycles: i === stages.length - 1 ? delayCycles : 0,
    inputs: i === 0 ? inputs : [{ from: before + i - 1, depth: 0, buffered: true }],
  }));
};

/** A stream that comes a beat a cycle. */
export const sourceOf = (stream: StreamType): FlowNode => ({
  flow: {
    ...plainFlow(stream, stream, beatsOf(stream)),
    needs: () => 0,
    // What drives it shows a beat until it is taken, and holds no more.
    outputRoom: 1,
    spreadCycles: beatsPerVector(stream),
  },
  inputs: [],
  delayCycles: 0,
});

/**
 * Cycles between the end of a vector's work and its result at the next unit: what the unit's latency is
 * above that of its flow, when both are fed a beat a cycle. Less than none where the work is done as the
 * vectors come.
 */
export const delayOf = (unit: BoundUnit, flow: Flow): number => {
  const sources = unit.spec.inputs.map(sourceOf);
  const inputs = unit.spec.inputs.map((stream, from) => ({
    from,
    depth: vectorsOf(stream),
    buffered: true,
  }));
  const alone = completionCycle([...sources, ...stepsOf(flow, 0, inputs, sources.length)]);
  return Math.max(1 - flow.cyclesPerVector, unit.contract().latencyCycles - alone);
};
