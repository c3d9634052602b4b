import { type Adder, type AdderGraph, type ValueRange, widthOf } from './graph.js';

/** An adder graph cut by ranks of registers, the last one behind the outputs. */
export interface Pipeline {
  /** Ranks of registers: cycles from inputs to outputs. */
  readonly ranks: number;
  /** Ranks before a value is made, per value. */
  readonly stages: readonly number[];
  /** Ranks that a value is carried through, per value. */
  readonly carried: readonly number[];
  readonly flipFlops: number;
}

interface Placement {
  readonly graph: AdderGraph;
  readonly depth: number;
  readonly widths: readonly number[];
  readonly users: readonly (readonly number[])[];
  readonly isOutput: readonly boolean[];
  readonly ranks: number;
  /** Per value; changes as values move. */
  readonly stages: number[];
}

const operandsOf = ({ left, right }: Adder): readonly number[] => [left, right];

const adderOf = ({ inputs, adders }: AdderGraph, value: number): Adder | undefined =>
  adders[value - inputs];

/** As early as the depth of a stage allows. */
const earliest = (graph: AdderGraph, depth: number): number[] => {
  const stages = Array.from({ length: graph.inputs }, () => 0);
  const levels = [...stages];
  for (const { left, right } of graph.adders) {
    const stage = Math.max(stages[left] as number, stages[right] as number);
    const level = Math.max(
      ...[left, right].map((value) => (stages[value] === stage ? (levels[value] as number) : 0)),
    );
    const fits = level < depth;
    stages.push(fits ? stage : stage + 1);
    levels.push(fits ? level + 1 : 1);
  }
  return stages;
};

const lastUse = ({ users, stages, isOutput, ranks }: Placement, value: number): number => {
  let last = isOutput[value] ? ranks : (stages[value] as number);
  for (const user of users[value] as readonly number[]) {
    last = Math.max(last, stages[user] as number);
  }
  return last;
};

const carriedBits = (placement: Placement, values: readonly number[]): number =>
  values.reduce((sum, value) => {
    const ranks = lastUse(placement, value) - (placement.stages[value] as number);
    return sum + ranks * (placement.widths[value] as number);
  }, 0);

/** Whether no way through a stage has more adders than its depth. */
const keepsDepth = ({ graph, stages, depth }: Placement): boolean => {
  const levels = new Int32Array(stages.length);
  for (let value = graph.inputs; value < stages.length; value++) {
    const stage = stages[value];
    let level = 0;
    for (const operand of operandsOf(adderOf(graph, value) as Adder)) {
      if (stages[operand] === stage) level = Math.max(level, levels[operand] as number);
    }
    levels[value] = level + 1;
    if (level >= depth) return false;
  }
  return true;
};

/** Moves a value by one stage where that saves registers. */
const move = (placement: Placement, value: number, by: 1 | -1): boolean => {
  const { graph, stages, users, ranks } = placement;
  const operands = operandsOf(adderOf(graph, value) as Adder);
  const stage = (stages[value] as number) + by;
  const allowed =
    by > 0
      ? stage < ranks &&
        (users[value] as readonly number[]).every((u) => (stages[u] as number) >= stage)
      : operands.every((operand) => (stages[operand] as number) <= stage);
  if (!allowed || stage < 0) return false;
  const touched = [...new Set([value, ...operands])];
  const before = carriedBits(placement, touched);
  stages[value] = stage;
  if (carriedBits(placement, touched) < before && keepsDepth(placement)) return true;
  stages[value] = stage - by;
  return false;
};

/**
 * Registers after every `depth` adders at most. Values begin in the earliest stage and move while that
 * saves flip-flops.
 */
export const pipelineOf = (graph: AdderGraph, depth: number): Pipeline => {
  const { inputs, adders, outputs, ranges } = graph;
  const stages = earliest(graph, depth);
  const ranks = Math.max(...stages) + 1;
  const users: number[][] = ranges.map(() => []);
  for (const [i, { left, right }] of adders.entries()) {
    users[left]?.push(inputs + i);
    users[right]?.push(inputs + i);
  }
  const isOutput = ranges.map(() => false);
  for (const output of outputs) if (output) isOutput[output.value] = true;
  const widths = ranges.map((range: ValueRange) => widthOf(range).bits);
  const placement = { graph, depth, widths, users, isOutput, ranks, stages };
  for (let moved = true; moved; ) {
    moved = false;
    for (let value = ranges.length - 1; value >= inputs; value--) {
      if (move(placement, value, 1)) moved = true;
    }
    for (let value = inputs; value < ranges.length; value++) {
      if (move(placement, value, -1)) moved = true;
    }
  }
  const carried = ranges.map((_, value) => lastUse(placement, value) - (stages[value] as number));
  return {
    ranks,
    stages,
    carried,
    flipFlops: carried.reduce((sum, each, value) => sum + each * (widths[value] as number), 0),
  };
};
