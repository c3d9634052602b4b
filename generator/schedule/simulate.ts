import type { Flow, InputFlow } from './flow.js';

export interface FlowInput {
  /** Index of the node that drives it. */
  readonly from: number;
  /** Vectors that a FIFO before it holds; 0 for none: then a vector is taken as it is worked on. */
  readonly depth: number;
  /** Whether the unit has room of its own for what comes, beside the FIFO. */
  readonly buffered: boolean;
}

/** A unit in the schedule; inputs by index of the node that drives them. */
export interface FlowNode {
  readonly flow: Flow;
  readonly inputs: readonly FlowInput[];
  /** Cycles from the end of a vector's work to its result at the next unit. */
  readonly delayCycles: number;
}

/** Over all tensors: output vectors that must have been worked on before output vector `output` leaves. */
const leavingWith = ({ leavesWith, outputVectors }: Flow, output: number): number => {
  if (!leavesWith) return output + 1;
  const within = output % outputVectors;
  return output - within + leavesWith(within);
};

/**
 * Output vectors that a unit may have begun before the first of them is taken: one that is worked on, and
 * those on their way.
 */
const outputRoom = ({ flow, delayCycles }: FlowNode): number =>
  (flow.outputRoom ?? 1 + Math.max(1, Math.ceil(delayCycles / flow.cyclesPerVector))) +
  (flow.leavesWith ? flow.leavesWith(0) : 0);

interface State {
  readonly node: FlowNode;
  readonly outputRoom: number;
  /** When the work on each output vector ends, and when the last taker has taken it. */
  readonly worked: Float64Array;
  readonly taken: Float64Array;
  workedCount: number;
  takenCount: number;
  /** Per input: output vector whose work frees each input vector of a tensor. */
  readonly freedBy: readonly Int32Array[];
}

const inputFlow = (flow: Flow, position: number): InputFlow => flow.inputs?.[position] ?? flow;

const freedBy = ({ inputVectors, frees }: InputFlow, outputVectors: number): Int32Array => {
  const by = new Int32Array(inputVectors);
  let freed = 0;
  for (let output = 0; output < outputVectors; output++) {
    const until = Math.min(frees(output), inputVectors);
    for (; freed < until; freed++) by[freed] = output;
  }
  return by.fill(outputVectors - 1, freed);
};

/** Over all tensors: the output vector whose work frees input vector `index` of an input. */
const outputFreeing = ({ node, freedBy: by }: State, position: number, index: number): number => {
  const { flow } = node;
  const { inputVectors } = inputFlow(flow, position);
  const tensor = Math.floor(index / inputVectors);
  return (by[position]?.[index % inputVectors] as number) + tensor * flow.outputVectors;
};

/** Over all tensors: the input vectors of an input that output vector `output` waits for. */
const vectorsNeeded = ({ flow }: FlowNode, position: number, output: number): number => {
  const { inputVectors, needs } = inputFlow(flow, position);
  const tensor = Math.floor(output / flow.outputVectors);
  return needs(output % flow.outputVectors) + tensor * inputVectors;
};

/**
 * When a unit without room takes a vector: with those of its other inputs, or behind those whose turn
 * is before, after the work before.
 */
const togetherWith = (
  state: State,
  position: number,
  index: number,
  states: readonly State[],
): number | undefined => {
  const { node } = state;
  const output = outputFreeing(state, position, index);
  if (state.workedCount < output) return undefined;
  let time = output === 0 ? 0 : (state.worked[output - 1] as number);
  const others = node.flow.inTurns ? node.inputs.slice(0, position) : node.inputs;
  for (const [other, input] of others.entries()) {
    if (other === position) continue;
    const driver = states[input.from] as State;
    const last = vectorsNeeded(node, other, output) - 1;
    if (last < 0) continue;
    const direct = !node.flow.inTurns && !input.buffered && input.depth === 0;
    const given = direct ? leavingWith(driver.node.flow, last) : last + 1;
    if ((direct ? driver.workedCount : driver.takenCount) < given) return undefined;
    const offered = direct
      ? (driver.worked[given - 1] as number) + driver.node.delayCycles
      : (driver.taken[last] as number);
    time = Math.max(time, offered);
  }
  return time;
};

/** When `node` has room for input vector `index` (over all tensors); undefined while not known. */
const roomFor = (
  state: State,
  position: number,
  index: number,
  states: readonly State[],
): number | undefined => {
  const { flow, inputs } = state.node;
  const input = inputs[position] as FlowInput;
  if (!input.buffered && input.depth === 0) return togetherWith(state, position, index, states);
  const capacity = inputFlow(flow, position).capacity ?? flow.capacity;
  const oldest = index - Math.floor((input.buffered ? capacity : 0) + input.depth);
  if (oldest < 0) return 0;
  const output = outputFreeing(state, position, oldest);
  return output < state.workedCount ? (state.worked[output] as number) : undefined;
};

/** A unit that takes a stream, and as which of its inputs. */
interface Taker {
  readonly state: State;
  readonly position: number;
}

/** Cycles between two vectors at those that take them. */
const takeCycles = (takers: readonly Taker[]): number =>
  takers.reduce(
    (most, { state: { node }, position }) =>
      Math.max(most, inputFlow(node.flow, position).takeCycles ?? 0),
    0,
  );

/** Works the next output vector if all it depends on is known. */
const work = (state: State, takers: readonly Taker[], states: readonly State[]): boolean => {
  const { node, worked, workedCount: output } = state;
  if (output === worked.length) return false;
  const { flow, inputs } = node;
  let start = output === 0 ? 0 : (worked[output - 1] as number);
  for (const [position, { from }] of inputs.entries()) {
    const needed = vectorsNeeded(node, position, output);
    if (needed === 0) continue;
    const driver = states[from] as State;
    if (driver.takenCount < needed) return false;
    start = Math.max(start, driver.taken[needed - 1] as number);
  }
  const waiting = output - state.outputRoom;
  if (waiting >= 0) {
    if (state.takenCount <= waiting) return false;
    // What holds nothing goes on in the cycle in which what it gives is taken.
    const ahead = flow.outputRoom === undefined ? 0 : node.delayCycles;
    start = Math.max(start, (state.taken[waiting] as number) - ahead);
  }
  // What is given as it is worked on needs room from its first beat; a FIFO has that beat by beat.
  const leaves = flow.leavesWith ? 0 : Math.max(flow.spreadCycles ?? 0, takeCycles(takers));
  const ahead = leaves - flow.cyclesPerVector - node.delayCycles;
  for (const { state: taker, position } of leaves > 0 ? takers : []) {
    if (!taker.node.inputs[position]?.buffered) continue;
    const room = roomFor(taker, position, output, states);
    if (room === undefined) return false;
    start = Math.max(start, room + ahead);
  }
  worked[output] = start + flow.cyclesPerVector;
  state.workedCount++;
  return true;
};

/** Hands the next output vector on if every taker's room is known. */
const hand = (state: State, takers: readonly Taker[], states: readonly State[]): boolean => {
  const { takenCount: output, workedCount, worked, taken, node } = state;
  if (output === worked.length) return false;
  const given = leavingWith(node.flow, output);
  if (workedCount < given) return false;
  let time = (worked[given - 1] as number) + node.delayCycles;
  for (const { state: taker, position } of takers) {
    const room = roomFor(taker, position, output, states);
    if (room === undefined) return false;
    time = Math.max(time, room);
  }
  const before = output === 0 ? 0 : (taken[output - 1] as number);
  taken[output] = Math.max(time, before + takeCycles(takers));
  state.takenCount++;
  return true;
};

/** Who takes each node's output vectors. */
const takersOf = (states: readonly State[]) =>
  states.map((_, from) =>
    states.flatMap((state) =>
      state.node.inputs.flatMap((input, position) =>
        input.from === from ? [{ state, position }] : [],
      ),
    ),
  );

/** Everything that can happen in so many tensors, and when; the states of all nodes, and of those that nobody takes. */
const run = (
  nodes: readonly FlowNode[],
  tensors: number,
): { readonly states: readonly State[]; readonly ends: readonly State[] } => {
  const states: State[] = nodes.map((node) => ({
    node,
    outputRoom: outputRoom(node),
    worked: new Float64Array(node.flow.outputVectors * tensors),
    taken: new Float64Array(node.flow.outputVectors * tensors),
    workedCount: 0,
    takenCount: 0,
    freedBy: node.inputs.map((_, position) =>
      freedBy(inputFlow(node.flow, position), node.flow.outputVectors),
    ),
  }));
  const takers = takersOf(states);
  for (let moved = true; moved; ) {
    moved = false;
    states.forEach((state, i) => {
      for (;;) {
        const worked = work(state, takers[i] ?? [], states);
        const handed = hand(state, takers[i] ?? [], states);
        if (!worked && !handed) break;
        moved = true;
      }
    });
  }
  return { states, ends: states.filter((_, i) => (takers[i] ?? []).length === 0) };
};

/**
 * Cycles between tensors at the slowest output, the mean of the last `over` distances of `tensors` tensors:
 * where so many are under way, what holds one up may do so every so many tensors only. Infinity when the graph
 * deadlocks. Nodes in topological order; a node without inputs is a source that is always valid.
 */
export const steadyInterval = (nodes: readonly FlowNode[], tensors: number, over: number): number =>
  Math.max(
    0,
    ...run(nodes, tensors).ends.map(({ node, worked, workedCount }) => {
      if (workedCount < worked.length) return Number.POSITIVE_INFINITY;
      const last = worked.length - 1;
      const before = last - over * node.flow.outputVectors;
      return ((worked[last] as number) - (worked[before] as number)) / over;
    }),
  );

/** Cycle in which the first tensor is complete at the slowest output, without the outputs' own delay. */
export const completionCycle = (nodes: readonly FlowNode[]): number =>
  Math.max(0, ...run(nodes, 1).ends.map(({ worked }) => worked.at(-1) ?? 0));

/** Cycle in which each input of each node offers what the first output vector waits for, of one tensor. */
export const firstOffers = (nodes: readonly FlowNode[]): readonly (readonly number[])[] => {
  const { states } = run(nodes, 1);
  return nodes.map((node) =>
    node.inputs.map(({ from }, position) => {
      const { worked, node: driver } = states[from] as State;
      const needed = vectorsNeeded(node, position, 0);
      return needed === 0 ? 0 : (worked[needed - 1] as number) + driver.delayCycles;
    }),
  );
};
