import { beatsOf } from '../ir/stream.js';
import type { BoundDatapath } from '../passes/bind.js';
import { departuresOf } from '../stream/hardware.js';
import { type Beats, everyCycle } from '../stream/timing.js';
import type { ElaboratedNode } from './top.js';

/**
 * Interval and latency of the whole datapath, inputs always valid and outputs always taken: the slowest
 * unit's interval, and the last output beat of the first inference.
 */
export const networkCycles = (
  { datapath, streams }: BoundDatapath,
  nodes: readonly ElaboratedNode[],
): { intervalCycles: number; latencyCycles: number } => {
  const times = new Map<string, Beats>();
  // Beats of a stream whose driver has all its inputs: how they go on after they were held up.
  const paces = new Map<string, Beats>();
  let intervalCycles = 1;
  for (const { name, stream } of datapath.inputs) {
    const beats = beatsOf(stream);
    intervalCycles = Math.max(intervalCycles, beats);
    times.set(name, everyCycle(beats));
    paces.set(name, everyCycle(beats));
  }
  const timeOf = (name: string, of = times): Beats => {
    const beats = of.get(name);
    if (!beats) throw new Error(`stream ${name} has no time`);
    return beats;
  };
  const hardware = new Map(nodes.map((node) => [node.name, node.hardware]));
  for (const node of datapath.nodes) {
    const unit = hardware.get(node.name);
    const arrivals = node.inputs.map((name) => timeOf(name));
    const driven = node.inputs.map((name) => timeOf(name, paces));
    if (!unit) {
      times.set(node.name, arrivals[0] as Beats);
      paces.set(node.name, driven[0] as Beats);
      continue;
    }
    intervalCycles = Math.max(intervalCycles, unit.contract.intervalCycles);
    times.set(node.name, departuresOf(unit.hardware, arrivals, driven));
    // What waits for a unit that stores waits in it.
    const stored = unit.contract.memoryBits > 0;
    const ready = stored ? driven.map(({ length }) => everyCycle(length)) : driven;
    paces.set(node.name, departuresOf(unit.hardware, ready));
  }
  for (const { from } of datapath.outputs) {
    const stream = streams.get(from);
    if (stream) intervalCycles = Math.max(intervalCycles, beatsOf(stream));
  }
  const latencyCycles = Math.max(...datapath.outputs.map(({ from }) => timeOf(from).at(-1) ?? 0));
  return { intervalCycles, latencyCycles };
};
