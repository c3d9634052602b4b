import type { Datapath } from '../ir/datapath.js';
import type { StreamType } from '../ir/stream.js';
import { type Flow, regrained, vectorsOf } from '../schedule/flow.js';
import {
  completionCycle,
  type FlowNode,
  firstOffers,
  steadyInterval,
} from '../schedule/simulate.js';
import { delayOf, flowOf, sourceOf, stepsOf } from '../schedule/unit-flow.js';
import { type BoundDatapath, bindDatapath } from './bind.js';

/** Tensors that the schedule is followed for beyond those that are under way at once. */
const moreTensors = 3;

/** How much slower than its slowest unit a schedule may look before a FIFO counts as too small. */
const tolerance = 1.00001;

/**
 * Vectors on top of what the schedule needs, for what its grain does not see; where inputs are taken
 * each at its own time, in turns or not, each must also hold a vector until it is that.
 */
const slackVectors = ({ inTurns, inputs }: Flow): number => (inTurns || inputs ? 2 : 1);

/** Vectors more where a unit's rows come as fast as their zeros let them: the schedule knows their mean. */
const unevenVectors = (units: Iterable<Scheduled>): number =>
  [...units].some(({ flow }) => flow.staggered) ? 1 : 0;

/** Cycles by which the schedule may be wrong on the way between two streams that meet: registers. */
const slackCycles = 8;

const beatsPerVector = (stream: StreamType): number => (stream.shape.at(-1) ?? 1) / stream.lanes;

/** A unit in the schedule, but for the depths of its buffers. */
type Scheduled = Pick<FlowNode, 'flow' | 'delayCycles'>;

const scheduled = ({ nodes }: BoundDatapath): ReadonlyMap<string, Scheduled> =>
  new Map(
    nodes.map(({ node, unit }) => {
      const flow = flowOf(unit);
      return [node.name, { flow, delayCycles: delayOf(unit, flow) }];
    }),
  );

/** Where a stream comes from behind units that are wires, and how many vectors it is there for each here. */
const driverOf = (
  name: string,
  bound: BoundDatapath,
  schedule: ReadonlyMap<string, Scheduled>,
): { readonly name: string; readonly per: number } => {
  let driver = name;
  while (schedule.get(driver)?.flow.wires) {
    driver = bound.nodes.find(({ node }) => node.name === driver)?.node.inputs[0] as string;
  }
  const vectors = (stream: string): number => vectorsOf(bound.streams.get(stream) as StreamType);
  return { name: driver, per: vectors(driver) / vectors(name) };
};

/** The flow graph: datapath inputs, then the nodes, each with its stages. Depths are in vectors of the nodes' inputs. */
const flowGraph = (
  bound: BoundDatapath,
  schedule: ReadonlyMap<string, Scheduled>,
  depthOf: (node: string, input: number) => number,
): readonly FlowNode[] => {
  const index = new Map<string, number>();
  const graph: FlowNode[] = [];
  for (const { name, stream } of bound.datapath.inputs) {
    index.set(name, graph.length);
    graph.push(sourceOf(stream));
  }
  for (const { node } of bound.nodes) {
    const { flow, delayCycles } = schedule.get(node.name) as Scheduled;
    const first = flow.stages?.[0] ?? flow;
    const drivers = node.inputs.map((name) => driverOf(name, bound, schedule));
    const flows = drivers.map(({ per }, i) => regrained(first.inputs?.[i] ?? first, per));
    const inputs = drivers.map(({ name, per }, i) => ({
      from: index.get(name) as number,
      depth: depthOf(node.name, i) * per,
      buffered: node.inputs.length === 1 || (first.inputs?.[i]?.capacity ?? 0) > 0,
    }));
    const [taking, ...others] = stepsOf(flow, delayCycles, inputs, graph.length);
    if (taking) graph.push({ ...taking, flow: { ...taking.flow, inputs: flows } }, ...others);
    index.set(node.name, graph.length - 1);
  }
  return graph;
};

/**
 * A unit that works for more than one cycle in so many has no time to spare where an input comes a few cycles before
 * the other: what parts before them would be held up each time.
 */
const busyShare = 2;

/** By how many cycles each input of a unit of several comes before the last of them, where nothing waits. */
const earlyCycles = (
  graph: readonly FlowNode[],
  { datapath, nodes }: BoundDatapath,
  schedule: ReadonlyMap<string, Scheduled>,
): ReadonlyMap<string, number> => {
  const offers = firstOffers(graph);
  const early = new Map<string, number>();
  let position = datapath.inputs.length;
  for (const { node } of nodes) {
    const own = offers[position] ?? [];
    const last = Math.max(...own);
    for (const [input, offer] of own.entries())
      early.set(key({ node: node.name, input }), last - offer);
    position += schedule.get(node.name)?.flow.stages?.length ?? 1;
  }
  return early;
};

/** Cycles of the unit that takes longest for a tensor. */
const slowest = (units: Iterable<Scheduled>): number =>
  Math.max(1, ...[...units].map(({ flow }) => flow.outputVectors * flow.cyclesPerVector));

interface Edge {
  readonly node: string;
  readonly input: number;
}

const key = ({ node, input }: Edge): string => `${node} ${input}`;

/** The least depth for which `fits`, by bisection; `high` fits. */
const leastDepth = (high: number, fits: (depth: number) => boolean): number => {
  let low = 0;
  let enough = high;
  while (low < enough) {
    const middle = (low + enough) >> 1;
    if (fits(middle)) enough = middle;
    else low = middle + 1;
  }
  return enough;
};

/**
 * The buffer pass: a FIFO before each input of a unit of several inputs, just deep enough that streams
 * that part and meet again neither deadlock nor slow each other down. What the user has set stays.
 */
export const buffer = (datapath: Datapath): Datapath => {
  const bound = bindDatapath(datapath);
  const edges = bound.nodes
    .filter(({ node }) => node.inputs.length > 1 && node.parameters['inputFifo'] === undefined)
    .flatMap(({ node }) => node.inputs.map((_, input): Edge => ({ node: node.name, input })));
  if (edges.length === 0) return datapath;
  const vectors = (name: string): number => {
    const stream = bound.streams.get(name);
    return stream ? vectorsOf(stream) : 1;
  };
  const inputsOf = new Map(bound.nodes.map(({ node }) => [node.name, node.inputs]));
  const sourceOf = ({ node, input }: Edge): string => inputsOf.get(node)?.[input] ?? '';

  const setDepths = bound.nodes.flatMap(({ node }) => {
    const beats = node.parameters['inputFifo'];
    if (!Array.isArray(beats)) return [];
    return node.inputs.map((name, input): [string, number] => {
      const stream = bound.streams.get(name);
      const perVector = stream ? beatsPerVector(stream) : 1;
      return [key({ node: node.name, input }), Math.floor(Number(beats[input] ?? 0) / perVector)];
    });
  });
  const depths = new Map<string, number>(setDepths);
  const schedule = scheduled(bound);
  const graph = (): readonly FlowNode[] =>
    flowGraph(bound, schedule, (node, input) => depths.get(key({ node, input })) ?? 0);
  /** Deep enough for so many tensors: no path waits for another. */
  const deepen = (tensors: number): void => {
    for (const edge of edges) depths.set(key(edge), tensors * vectors(sourceOf(edge)) + 2);
  };
  deepen(2);
  const pace = slowest(schedule.values());
  const underWay = Math.ceil(completionCycle(graph()) / pace);
  // Those under way fill the buffers; twice as many show whether they were deep enough.
  const over = 2 * underWay;
  const tensors = underWay + over + moreTensors;
  deepen(underWay + 1);
  const early = earlyCycles(graph(), bound, schedule);
  const interval = (): number => steadyInterval(graph(), tensors, over);
  const goal = interval() * tolerance;
  // A schedule that stands still whatever the depth says nothing about one: all stay as deep as they are.
  for (const edge of Number.isFinite(goal) ? edges : []) {
    const high = depths.get(key(edge)) as number;
    const least = leastDepth(high, (depth) => {
      depths.set(key(edge), depth);
      return interval() <= goal;
    });
    depths.set(key(edge), least);
  }
  const uneven = unevenVectors(schedule.values());
  const beatsFor = (edge: Edge): number => {
    const depth = depths.get(key(edge)) as number;
    const stream = bound.streams.get(sourceOf(edge));
    const flow = schedule.get(edge.node)?.flow;
    if (!stream || !flow) return 0;
    if (depth === 0 && !flow.inTurns && !flow.staggered) {
      const cycles = early.get(key(edge)) ?? 0;
      const isBusy = busyShare * flow.outputVectors * flow.cyclesPerVector > pace;
      return isBusy && cycles > 0 && cycles < flow.cyclesPerVector ? Math.ceil(cycles) + 1 : 0;
    }
    const registers = Math.round((slackCycles * vectorsOf(stream)) / pace);
    return Math.ceil((depth + slackVectors(flow) + uneven + registers) * beatsPerVector(stream));
  };
  return {
    ...datapath,
    nodes: datapath.nodes.map((node) => {
      const own = edges.filter((edge) => edge.node === node.name);
      if (own.length === 0) return node;
      return { ...node, parameters: { ...node.parameters, inputFifo: own.map(beatsFor) } };
    }),
  };
};
