import { beatsOf } from '../ir/stream.js';
import type { BoundDatapath } from '../passes/bind.js';
import type { Flow } from '../schedule/flow.js';
import { type Driver, departuresOf } from '../stream/hardware.js';
import { type Beats, everyCycle } from '../stream/timing.js';
import type { UnitContract } from '../units/unit.js';
import type { ElaboratedNode } from './unit-module.js';

/** Output beats that a unit holds; undefined where it hands on what comes. */
const roomOf = (flow: Flow, contract: UnitContract, beats: number): number | undefined =>
  contract.memoryBits === 0 ? undefined : Math.floor((flow.capacity / flow.inputVectors) * beats);

/**
 * Interval and latency of the whole datapath, inputs always valid and outputs always taken: the slowest
 * unit's interval, and the last output beat of the first inference.
 */
export const networkCycles = (
  { datapath, nodes: bound, streams }: BoundDatapath,
  nodes: readonly ElaboratedNode[],
): { intervalCycles: number; latencyCycles: number } => {
  const times = new Map<string, Beats>();
  const drivers = new Map<string, Driver>();
  let intervalCycles = 1;
  for (const { name, stream } of datapath.inputs) {
    const beats = beatsOf(stream);
    intervalCycles = Math.max(intervalCycles, beats);
    times.set(name, everyCycle(beats));
    drivers.set(name, { pace: everyCycle(beats), room: beats });
  }
  const timeOf = (name: string): Beats => {
    const beats = times.get(name);
    if (!beats) throw new Error(`stream ${name} has no time`);
    return beats;
  };
  const flows = new Map(bound.map(({ node, unit }) => [node.name, unit.flow()]));
  const hardware = new Map(nodes.map((node) => [node.name, node.hardware]));
  for (const node of datapath.nodes) {
    const unit = hardware.get(node.name);
    const arrivals = node.inputs.map(timeOf);
    const driven = node.inputs.map((name) => drivers.get(name) as Driver);
    const [driver] = driven as [Driver];
    if (!unit) {
      times.set(node.name, arrivals[0] as Beats);
      drivers.set(node.name, driver);
      continue;
    }
    const { contract } = unit;
    intervalCycles = Math.max(intervalCycles, contract.intervalCycles);
    const departures = departuresOf(unit.hardware, arrivals, driven);
    times.set(node.name, departures);
    const own = roomOf(flows.get(node.name) as Flow, contract, departures.length);
    // What holds nothing goes on as its driver does.
    const paces = driven.map(({ pace }) => (own === undefined ? pace : everyCycle(pace.length)));
    const room = own ?? Math.floor((driver.room / driver.pace.length) * departures.length);
    drivers.set(node.name, { pace: departuresOf(unit.hardware, paces), room });
  }
  for (const { from } of datapath.outputs) {
    const stream = streams.get(from);
    if (stream) intervalCycles = Math.max(intervalCycles, beatsOf(stream));
  }
  const latencyCycles = Math.max(...datapath.outputs.map(({ from }) => timeOf(from).at(-1) ?? 0));
  return { intervalCycles, latencyCycles };
};
