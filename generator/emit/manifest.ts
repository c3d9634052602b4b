import { createHash } from 'node:crypto';
import type { ElaboratedDesign } from '../elaborate/top.js';
import { isSigned } from '../ir/format.js';
import type { Instance, Module, RequantizeWidths } from '../ir/module.js';
import type { ResetFacts } from '../ir/reset.js';
import type { BoundDatapath } from '../passes/bind.js';
import { requantizeWidthsOf } from '../stream/hardware.js';
import { version } from './root.js';

/** A module's place in the design. */
export interface InstanceTree {
  readonly instance: string;
  readonly module: string;
  readonly dslName: string;
  readonly instances: readonly InstanceTree[];
}

export interface LayerSummary {
  readonly name: string;
  readonly unit: string;
  readonly instance: string;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly array: Readonly<Record<string, number>>;
  readonly multipliers: number;
  readonly macs: number;
  readonly effectualMacs: number;
  readonly intervalCycles: number;
  readonly latencyCycles: number;
  readonly memoryBits: number;
  /** Of them those that say where weights are; left out where weights lie in order. */
  readonly indexBits?: number;
  /** Of a layer that requantizes: the widths of its hardware and those of its definition. */
  readonly requantize?: RequantizeWidths;
}

/** `manifest.json`: what a testbench or a person needs to know of a package. */
export interface Manifest {
  readonly name: string;
  readonly top: string;
  readonly generator: string;
  readonly clock: { readonly port: string; readonly periodNs: number };
  readonly reset: ResetFacts;
  readonly streams: readonly {
    readonly name: string;
    readonly port: string;
    readonly direction: 'input' | 'output';
    readonly shape: readonly number[];
    readonly lanes: number;
    readonly elementBits: number;
    readonly signed: boolean;
    readonly tdataBits: number;
    readonly beats: number;
    readonly scale: number;
    readonly zeroPoint: number;
  }[];
  readonly multipliers: number;
  readonly macs: number;
  readonly effectualMacs: number;
  readonly intervalCycles: number;
  readonly latencyCycles: number;
  readonly memoryBits: number;
  readonly layers: readonly LayerSummary[];
  readonly instances: InstanceTree;
  /** Path below the package to the SHA-256 of the file. */
  readonly files: Readonly<Record<string, string>>;
}

const moduleInstances = (module: Module): readonly Instance[] =>
  module.kind === 'generated' ? module.instances : [];

const treeOf = (instance: string, module: Module, dslName: string): InstanceTree => ({
  instance,
  module: module.name,
  dslName,
  instances: moduleInstances(module).map((i) => treeOf(i.name, i.module, i.dslName)),
});

const layersOf = (bound: BoundDatapath, design: ElaboratedDesign): readonly LayerSummary[] =>
  bound.nodes.map(({ node, unit }, i) => {
    const { spec } = unit;
    const unitModule = design.nodes[i]?.hardware;
    const contract = unitModule?.contract ?? unit.contract();
    const requantize = unitModule && requantizeWidthsOf(unitModule.hardware);
    return {
      name: node.name,
      unit: node.unit,
      instance: `u_${design.nodes[i]?.instance}`,
      inputShape: spec.inputs[0]?.shape ?? [],
      outputShape: spec.output.shape,
      array: spec.folding,
      multipliers: contract.multipliers,
      macs: (node.whole ?? contract).macs,
      effectualMacs: (node.whole ?? contract).effectualMacs,
      intervalCycles: contract.intervalCycles,
      latencyCycles: contract.latencyCycles,
      memoryBits: contract.memoryBits,
      ...(contract.indexBits ? { indexBits: contract.indexBits } : {}),
      ...(requantize ? { requantize } : {}),
    };
  });

const sum = (
  layers: readonly LayerSummary[],
  key: 'multipliers' | 'macs' | 'effectualMacs' | 'memoryBits',
): number => layers.reduce((total, layer) => total + layer[key], 0);

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const clockPort = 'clk';
export const clockPeriodNs = 10;

/** The manifest of a package whose other files are `files`. */
export const manifestOf = (
  bound: BoundDatapath,
  design: ElaboratedDesign,
  files: ReadonlyMap<string, string>,
): Manifest => {
  const layers = layersOf(bound, design);
  return {
    name: design.name,
    top: design.top.name,
    generator: `sinter ${version}`,
    clock: { port: clockPort, periodNs: clockPeriodNs },
    reset: design.reset,
    streams: design.streams.map(({ name, port, direction, stream, tdataBits }) => ({
      name,
      port,
      direction,
      shape: stream.shape,
      lanes: stream.lanes,
      elementBits: stream.format.bits,
      signed: isSigned(stream.format),
      tdataBits,
      beats: Math.ceil(stream.shape.reduce((a, b) => a * b, 1) / stream.lanes),
      scale: stream.scale,
      zeroPoint: stream.zeroPoint,
    })),
    multipliers: sum(layers, 'multipliers'),
    macs: sum(layers, 'macs'),
    effectualMacs: sum(layers, 'effectualMacs'),
    intervalCycles: design.intervalCycles,
    latencyCycles: design.latencyCycles,
    memoryBits: sum(layers, 'memoryBits'),
    layers,
    instances: treeOf(design.name, design.top, bound.datapath.name),
    files: Object.fromEntries([...files].map(([path, text]) => [path, sha256(text)])),
  };
};
