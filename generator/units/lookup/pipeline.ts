import { bitVector } from '../../emit/literal.js';
import type { MultiplierKind } from '../../functions/area.js';
import type { Instance, Stage } from '../../ir/module.js';
import { pipeline } from '../../stream/timing.js';
import type { Naming } from '../unit.js';
import type { FunctionHardware } from './spec.js';

export interface Wire {
  readonly name: string;
  readonly bits: number;
  /** ` = value`, or nothing where an instance drives it. */
  readonly assignment: string;
}

export interface Register {
  readonly name: string;
  readonly bits: number;
  readonly value: string;
}

export interface InstanceText {
  readonly module: string;
  readonly name: string;
  readonly parameters: string;
  readonly ports: string;
}

/** What happens in one cycle of a lane. */
export interface Step {
  readonly title: string;
  readonly wires: readonly Wire[];
  readonly instances: readonly InstanceText[];
  readonly registers: readonly Register[];
}

/** A value somewhere in the pipeline. */
export interface Signal {
  readonly name: string;
  readonly bits: number;
  readonly signed: boolean;
}

/** A value at another width: cut, or its sign or zeros put in front. */
export const fitted = ({ name, bits, signed }: Signal, wanted: number): string => {
  if (wanted === bits) return name;
  if (wanted < bits) return `${name}[${wanted - 1}:0]`;
  const more = wanted - bits;
  return signed ? `{{${more}{${name}[${bits - 1}]}}, ${name}}` : `{${more}'d0, ${name}}`;
};

export const wire = (name: string, bits: number, value?: string): Wire => ({
  name,
  bits,
  assignment: value === undefined ? '' : ` = ${value}`,
});

/** Collects the steps of a lane, and what has to be carried along from each to the next. */
export class Pipeline {
  readonly steps: Step[] = [];
  readonly unused: string[] = [];
  /** Signals that later steps read, by what they are. */
  readonly carried = new Map<string, Signal>();

  get cycle(): number {
    return this.steps.length + 1;
  }

  /** Closes a cycle: `made` are its results; what is in `keep` is delayed, the rest is forgotten. */
  step(
    title: string,
    made: readonly (Register & { readonly signed?: boolean })[],
    keep: readonly string[],
    { wires = [], instances = [] }: Partial<Step> = {},
  ): void {
    const suffix = this.cycle === 1 ? '_q' : `_q${this.cycle}`;
    const delayed = keep.flatMap((key) => {
      const signal = this.carried.get(key);
      return signal ? [{ key, signal }] : [];
    });
    const registers = [
      ...made.map(({ name, bits, value }) => ({ name: `${name}${suffix}`, bits, value })),
      ...delayed.map(({ key, signal }) => ({
        name: `${key}${suffix}`,
        bits: signal.bits,
        value: signal.name,
      })),
    ];
    this.carried.clear();
    for (const { name, bits, signed = false } of made) {
      this.carried.set(name, { name: `${name}${suffix}`, bits, signed });
    }
    for (const { key, signal } of delayed) {
      this.carried.set(key, { ...signal, name: `${key}${suffix}` });
    }
    this.steps.push({ title: `${this.cycle}: ${title}`, wires, instances, registers });
  }

  get(key: string): Signal {
    const signal = this.carried.get(key);
    if (!signal) throw new Error(`${key} is not in the pipeline at cycle ${this.cycle}`);
    return signal;
  }
}

/** Bits of a signal that may be an expression of its own. */
export const slice = (name: string, high: number, low: number): string =>
  high === low ? `${name}[${low}]` : `${name}[${high}:${low}]`;

/** Product of two signed wires, whatever the target has for it; the narrower one second for adders. */
export const multiplication = (
  kind: MultiplierKind,
  name: string,
  factors: readonly [Omit<Signal, 'signed'>, Omit<Signal, 'signed'>],
  product: string,
): InstanceText => {
  const [first, second] = factors;
  const swap = kind === 'lut' && first.bits < second.bits;
  const [a, b] = swap ? [second, first] : [first, second];
  return {
    module: kind === 'lut' ? 'sinter_soft_multiplier' : 'sinter_multiplier',
    name,
    parameters: `#(.A_BITS(${a.bits}), .B_BITS(${b.bits})) `,
    ports: `\n          .a(${a.name}), .b(${b.name}), .product(${product})`,
  };
};

export interface LaneStageOptions {
  readonly naming: Naming;
  readonly name: string;
  readonly lanes: number;
  readonly beats: number;
  readonly lane: Pipeline;
  /** One line each for the file's header. */
  readonly title: string;
  readonly description: string;
  readonly codeBits: number;
  readonly resultBits: number;
  /** Expression of the result. */
  readonly result: string;
  readonly memory?: Instance | undefined;
}

/** A stage that does the same to the code of every lane; templates/units/lookup/piecewise.v.hbs. */
export const laneStage = (options: LaneStageOptions): Stage => {
  const { naming, name, lanes, beats, lane, title, description, memory } = options;
  const { codeBits, resultBits, result } = options;
  const latency = lane.steps.length;
  const inputBits = lanes * codeBits;
  const outputBits = lanes * resultBits;
  return {
    kind: 'stage',
    instance: 'function',
    module: {
      kind: 'generated',
      name,
      template: 'units/lookup/piecewise',
      instances: memory ? [memory] : [],
      view: {
        ...{ name, dslName: naming.dslName, lanes, inputBits, outputBits, latency },
        ...{ title, description, codeBits, resultBits, result },
        zeroValid: bitVector(latency, 0),
        nextValid: latency === 1 ? 's_valid' : `{valid_q[${latency - 2}:0], s_valid}`,
        nextLast: latency === 1 ? 's_last' : `{last_q[${latency - 2}:0], s_last}`,
        steps: lane.steps.map((step) => ({
          ...step,
          registers: step.registers.length > 0 ? step.registers : false,
        })),
        unused: lane.unused.length > 0 ? ["1'b0", ...lane.unused].join(', ') : false,
      },
    },
    parameters: {},
    inputBits,
    outputBits,
    timing: pipeline(beats, latency),
  };
};

export interface LaneHardware
  extends Pick<LaneStageOptions, 'title' | 'description' | 'codeBits' | 'resultBits'> {
  /** Ends with the signal `result`. */
  readonly lane: () => Pipeline;
}

/** A function whose lanes hold no memory. */
export const laneHardware = (options: LaneHardware): FunctionHardware => ({
  stages: (naming, size) => {
    const lane = options.lane();
    const name = `${naming.module}_function`;
    return [
      laneStage({ ...options, ...size, naming, name, lane, result: lane.get('result').name }),
    ];
  },
  memoryBits: () => 0,
});
