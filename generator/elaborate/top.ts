import { identifier, uniqueIdentifiers } from '../emit/identifiers.js';
import type { StreamName } from '../ir/datapath.js';
import type { GeneratedModule, Instance, Module } from '../ir/module.js';
import { defaultReset, type ResetFacts, type ResetPolicy, resetFacts } from '../ir/reset.js';
import { dataBitsOf, describeStream, type StreamType } from '../ir/stream.js';
import type { BoundDatapath } from '../passes/bind.js';
import { networkCycles } from './network-timing.js';
import { type ElaboratedNode, inputPrefix, unitModule } from './unit-module.js';

/** A stream of the package, as `manifest.json` tells it. */
export interface PackageStream {
  readonly name: string;
  /** AXI4-Stream prefix: `s_axis_x`. */
  readonly port: string;
  readonly direction: 'input' | 'output';
  readonly stream: StreamType;
  readonly tdataBits: number;
}

export interface ElaboratedDesign {
  /** Identifier of the design: package folder, top module, prefix of all modules. */
  readonly name: string;
  readonly top: GeneratedModule;
  readonly reset: ResetFacts;
  readonly streams: readonly PackageStream[];
  readonly nodes: readonly ElaboratedNode[];
  /** The streams between the units. */
  readonly links: readonly TopLink[];
  readonly intervalCycles: number;
  readonly latencyCycles: number;
}

export interface NodeInput {
  readonly node: StreamName;
  readonly input: number;
}

/** A stream within the top module: the wires `<name>_valid`, `_ready`, `_last` and `_data`. */
export interface TopLink {
  readonly name: string;
  readonly bits: number;
  /** The input or node that drives it. */
  readonly from: StreamName;
  /** The input of a node that takes it; undefined for a fork and for an output of the datapath. */
  readonly to: NodeInput | undefined;
  /** Whether it is one of several behind a fork. */
  readonly branch: boolean;
}

const wholeBytes = (bits: number): number => Math.ceil(bits / 8) * 8;

const packageStreams = (
  { datapath, streams }: BoundDatapath,
  direction: 'input' | 'output',
): readonly PackageStream[] => {
  const ends =
    direction === 'input'
      ? datapath.inputs.map(({ name }) => ({ name, from: name }))
      : datapath.outputs;
  const names = uniqueIdentifiers(ends.map(({ name }) => name));
  return ends.map(({ name, from }) => {
    const stream = streams.get(from);
    if (!stream) throw new Error(`stream ${from} has no type`);
    return {
      name,
      // Behind a prefix nothing is a keyword, and `__` is what Verilator writes differently.
      port: `${direction === 'input' ? 's' : 'm'}_axis_${names.get(name)?.replace(/_$/, '')}`,
      direction,
      stream,
      tdataBits: wholeBytes(dataBitsOf(stream)),
    };
  });
};

/** Who takes a stream: an input of a node, or an output of the datapath. */
interface Taker {
  readonly port: string;
  readonly to: NodeInput | undefined;
}

/** Names of the wires: one link a driver, and one a taker where a driver has several. */
const wiring = (bound: BoundDatapath, nodes: readonly ElaboratedNode[]) => {
  const { datapath, streams } = bound;
  const hardware = new Map(nodes.map((node) => [node.name, node]));
  const driverOf = (name: string): string => {
    const node = datapath.nodes.find((n) => n.name === name);
    const [input] = node?.inputs ?? [];
    return node && input && !hardware.get(name)?.hardware ? driverOf(input) : name;
  };
  const takers = new Map<string, Taker[]>();
  const take = (from: string, taker: Taker): void => {
    const driver = driverOf(from);
    takers.set(driver, [...(takers.get(driver) ?? []), taker]);
  };
  for (const node of datapath.nodes) {
    if (hardware.get(node.name)?.hardware) {
      node.inputs.forEach((input, i) => {
        take(input, { port: `${node.name} input ${i}`, to: { node: node.name, input: i } });
      });
    }
  }
  for (const output of datapath.outputs) {
    take(output.from, { port: `output ${output.name}`, to: undefined });
  }

  const drivers = [...takers.keys()];
  const wires = uniqueIdentifiers(drivers.map((name) => name));
  const links: TopLink[] = [];
  const linkTo = new Map<string, string>();
  const forks = drivers.flatMap((driver) => {
    const stream = streams.get(driver);
    const wire = `w_${wires.get(driver)}`;
    const bits = stream ? dataBitsOf(stream) : 0;
    const list = takers.get(driver) ?? [];
    const only = list.length === 1 ? list[0] : undefined;
    links.push({ name: wire, bits, from: driver, to: only?.to, branch: false });
    if (only) {
      linkTo.set(only.port, wire);
      return [];
    }
    const branches = list.map(({ port, to }, i) => {
      const name = `w${i}_${wires.get(driver)}`;
      links.push({ name, bits, from: driver, to, branch: true });
      linkTo.set(port, name);
      return name;
    });
    const bus = (signal: string): string =>
      branches
        .map((branch) => `${branch}_${signal}`)
        .reverse()
        .join(', ');
    return [
      {
        instance: `fork_${wires.get(driver)}`,
        source: wire,
        count: branches.length,
        bits,
        valids: bus('valid'),
        readies: bus('ready'),
        lasts: bus('last'),
        datas: bus('data'),
        dslName: `${datapath.name}.${driver}`,
      },
    ];
  });
  return {
    links,
    forks,
    from: (name: string): string => `w_${wires.get(driverOf(name))}`,
    to: (port: string): string => linkTo.get(port) as string,
  };
};

/** Names of a module and of those below it, those of the library left out. */
const moduleNames = (module: Module): readonly string[] => {
  if (module.kind === 'library') return [];
  const below = module.kind === 'generated' ? module.instances : [];
  return [module.name, ...below.flatMap((instance) => moduleNames(instance.module))];
};

/**
 * Every node's hardware. A node whose modules would be called like those of another (`x_array` beside
 * the array of `x`) gets a number.
 */
const elaborateNodes = (bound: BoundDatapath, design: string): readonly ElaboratedNode[] => {
  const instances = uniqueIdentifiers(bound.nodes.map(({ node }) => node.name));
  const taken = new Set<string>([design.toLowerCase()]);
  return bound.nodes.map((bn): ElaboratedNode => {
    const base = instances.get(bn.node.name) as string;
    const dslName = `${bound.datapath.name}.${bn.node.name}`;
    for (let n = 1; ; n++) {
      const instance = n === 1 ? base : `${base}_${n}`;
      const hardware = unitModule(bn, `${design}_${instance}`, dslName);
      const names = hardware ? moduleNames(hardware.module).map((m) => m.toLowerCase()) : [];
      if (names.some((own) => taken.has(own))) continue;
      for (const own of names) taken.add(own);
      return { name: bn.node.name, instance, hardware };
    }
  });
};

/** The module tree of a datapath: a module a node under one top. */
export const elaborateDesign = (
  bound: BoundDatapath,
  policy: ResetPolicy = defaultReset,
): ElaboratedDesign => {
  const reset = resetFacts(policy);
  const { datapath } = bound;
  const name = identifier(datapath.name);
  const nodes = elaborateNodes(bound, name);
  const streams = [...packageStreams(bound, 'input'), ...packageStreams(bound, 'output')];
  const wires = wiring(bound, nodes);
  const { intervalCycles, latencyCycles } = networkCycles(bound, nodes);
  const instancesOf = nodes.flatMap(({ name: node, instance, hardware }): Instance[] =>
    hardware
      ? [{ name: `u_${instance}`, module: hardware.module, dslName: `${datapath.name}.${node}` }]
      : [],
  );
  const resetInstances: readonly Instance[] = reset.synchronous
    ? []
    : [
        {
          name: 'reset_synchroniser',
          module: { kind: 'library', name: 'sinter_reset_synchroniser' },
          dslName: datapath.name,
        },
      ];
  const forkInstances = wires.forks.map(
    ({ instance, dslName }): Instance => ({
      name: instance,
      module: { kind: 'library', name: 'sinter_fork' },
      dslName,
    }),
  );
  const inputsOf = (name: string): readonly string[] =>
    datapath.nodes.find((node) => node.name === name)?.inputs ?? [];
  return {
    name,
    reset,
    streams,
    nodes,
    links: wires.links,
    intervalCycles,
    latencyCycles,
    top: {
      kind: 'generated',
      name,
      template: 'package/top',
      instances: [...resetInstances, ...forkInstances, ...instancesOf],
      view: {
        name,
        dslName: datapath.name,
        intervalCycles,
        latencyCycles,
        resetPort: reset.port,
        resetInverted: reset.synchronous && reset.active === 'low',
        resetSynchronised: !reset.synchronous,
        resetActiveLow: reset.active === 'low' ? 1 : 0,
        // A synchronised reset lasts longer than the port's: no beat may pass that the inside does not see.
        whileRunning: reset.synchronous ? '' : ' && !rst',
        ports: streams.map(({ name: streamName, port, direction, stream, tdataBits }) => ({
          description: `[${stream.shape.join(', ')}] ${describeStream(stream)}`,
          input: direction === 'input',
          port,
          tdataBits,
          dataBits: dataBitsOf(stream),
          paddingBits: tdataBits - dataBitsOf(stream),
          link: direction === 'input' ? wires.from(streamName) : wires.to(`output ${streamName}`),
        })),
        links: wires.links,
        wiresOnly: wires.forks.length === 0 && nodes.every(({ hardware }) => !hardware),
        forks: wires.forks,
        units: nodes.flatMap(({ name: node, instance, hardware }) =>
          hardware
            ? [
                {
                  module: hardware.module.name,
                  instance: `u_${instance}`,
                  inputs: inputsOf(node).map((_, i, all) => ({
                    prefix: inputPrefix(i, all.length),
                    link: wires.to(`${node} input ${i}`),
                  })),
                  out: wires.from(node),
                },
              ]
            : [],
        ),
      },
    },
  };
};
