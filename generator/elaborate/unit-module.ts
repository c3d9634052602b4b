import type { GeneratedModule, Hardware, Instance, Merge, Stage } from '../ir/module.js';
import { dataBitsOf, describeStream, type StreamType } from '../ir/stream.js';
import type { BoundNode } from '../passes/bind.js';
import { isWires, stagesOf } from '../stream/hardware.js';
import { units } from '../units/index.js';
import type { Contract } from '../units/unit.js';

export interface UnitModule {
  readonly module: GeneratedModule;
  readonly hardware: Hardware;
  readonly contract: Contract;
}

/** A node's hardware; `hardware` is missing where the node is wires only. */
export interface ElaboratedNode {
  readonly name: string;
  readonly instance: string;
  readonly hardware: UnitModule | undefined;
}

const tensorText = (stream: StreamType): string =>
  `[${stream.shape.join(', ')}] ${describeStream(stream)}`;

/** Prefix of an input's ports: `s` where there is one, else `s0`, `s1`, ... */
export const inputPrefix = (index: number, count: number): string =>
  count === 1 ? 's' : `s${index}`;

interface Wire {
  readonly name: string;
  readonly bits: number;
}

const instanceName = ({ instance }: Stage | Merge): string => `${instance}_stage`;

const stageView = (stage: Stage | Merge, ports: object): object => {
  const entries = Object.entries(stage.parameters);
  return {
    module: stage.module.name,
    instance: instanceName(stage),
    ...ports,
    parameters: entries.map(([key, value], at) => ({
      key,
      value,
      separator: at === entries.length - 1 ? '' : ',',
    })),
  };
};

/** A row of stages from the wire `from` to the wire `to`, and the wires between them. */
const row = (
  stages: readonly Stage[],
  from: string,
  to: string,
  prefix: string,
): { views: object[]; wires: Wire[] } => {
  const wires: Wire[] = [];
  let source = from;
  const views = stages.map((stage, i) => {
    const isEnd = i === stages.length - 1;
    const out = isEnd ? to : `${prefix}${stage.instance}`;
    if (!isEnd) wires.push({ name: out, bits: stage.outputBits });
    const view = stageView(stage, { in: source, out });
    source = out;
    return view;
  });
  return { views, wires };
};

/** Stages and wires of a unit, each stage by the names of the wires at its ports. */
const netlist = ({ heads, merge, body }: Hardware) => {
  if (!merge) {
    const { views, wires } = row([...heads.flat(), ...body], 's', 'm', '');
    return { stages: views, links: wires, merge: false };
  }
  const links: Wire[] = [];
  const stages: object[] = [];
  const sources = heads.map((head, i) => {
    const prefix = inputPrefix(i, heads.length);
    if (head.length === 0) return prefix;
    const end = `${prefix}_head`;
    const { views, wires } = row(head, prefix, end, `${prefix}_`);
    stages.push(...views);
    links.push(...wires, { name: end, bits: merge.inputBits[i] as number });
    return end;
  });
  links.push({ name: merge.instance, bits: merge.outputBits });
  const { views, wires } = row(body, merge.instance, 'm', '');
  links.push(...wires);
  const bus = (signal: string): string =>
    [...sources]
      .reverse()
      .map((source) => `${source}_${signal}`)
      .join(', ');
  return {
    stages: [...stages, ...views],
    links,
    merge: stageView(merge, {
      out: merge.instance,
      valids: bus('valid'),
      readies: bus('ready'),
      lasts: bus('last'),
      datas: bus('data'),
    }),
  };
};

const instancesOf = (hardware: Hardware, dslName: string): readonly Instance[] =>
  stagesOf(hardware).map((stage) => ({
    name: instanceName(stage),
    module: stage.module,
    dslName: `${dslName}.${stage.instance}`,
  }));

/**
 * A node of the datapath as one module: its stages, wired. Undefined for a unit without hardware (a
 * reshape), which is wires in the module above.
 */
export const unitModule = (
  { node, unit }: BoundNode,
  name: string,
  dslName: string,
): UnitModule | undefined => {
  const { spec } = unit;
  const hardware = unit.elaborate({ module: name, dslName });
  if (isWires(hardware)) return undefined;
  const contract = unit.contract();
  return {
    hardware,
    contract,
    module: {
      kind: 'generated',
      name,
      template: 'package/unit',
      instances: instancesOf(hardware, dslName),
      view: {
        name,
        dslName,
        unit: node.unit,
        summary: units[node.unit].summary,
        parameters: `${contract.multipliers} multiplier(s), ${contract.memoryBits} bits of memory`,
        input: spec.inputs.map(tensorText).join(' and\n// '),
        output: tensorText(spec.output),
        latencyCycles: contract.latencyCycles,
        intervalCycles: contract.intervalCycles,
        inputs: spec.inputs.map((input, i) => ({
          prefix: inputPrefix(i, spec.inputs.length),
          bits: dataBitsOf(input),
        })),
        outputBits: dataBitsOf(spec.output),
        ...netlist(hardware),
      },
    },
  };
};
