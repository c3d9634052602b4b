import type { LayerSummary, Manifest } from '../emit/manifest.js';
import type { RescaleWidths } from '../ir/module.js';
import { type Column, countText, textTable } from './table.js';

/** Figures of a package that follow from its manifest. */
export interface CompileFacts {
  readonly name: string;
  readonly intervalCycles: number;
  readonly latencyCycles: number;
  readonly multipliers: number;
  readonly macs: number;
  readonly effectualMacs: number;
  /** Cycles if every multiplier had a weight that is not zero in every cycle. */
  readonly idealIntervalCycles: number;
  /** Interval over ideal; null for a network without multipliers. */
  readonly intervalOverIdeal: number | null;
  readonly memoryBits: number;
  /** Layers and streams that take the whole interval. */
  readonly bottlenecks: readonly string[];
  readonly streams: Manifest['streams'];
  readonly layers: readonly LayerSummary[];
}

const bottlenecksOf = ({ layers, streams, intervalCycles }: Manifest): readonly string[] => [
  ...layers.filter((layer) => layer.intervalCycles === intervalCycles).map(({ name }) => name),
  ...streams
    .filter(({ beats }) => beats === intervalCycles)
    .map(({ direction, name }) => `${direction} ${name}`),
];

export const compileFacts = (manifest: Manifest): CompileFacts => {
  const { multipliers, effectualMacs, intervalCycles } = manifest;
  const ideal = multipliers > 0 ? effectualMacs / multipliers : 0;
  return {
    name: manifest.name,
    intervalCycles,
    latencyCycles: manifest.latencyCycles,
    multipliers,
    macs: manifest.macs,
    effectualMacs,
    idealIntervalCycles: ideal,
    intervalOverIdeal: ideal > 0 ? intervalCycles / ideal : null,
    memoryBits: manifest.memoryBits,
    bottlenecks: bottlenecksOf(manifest),
    streams: manifest.streams,
    layers: manifest.layers,
  };
};

export const layerColumns: readonly Column[] = [
  { title: 'layer' },
  { title: 'unit' },
  { title: 'output' },
  { title: 'folding' },
  { title: 'multipliers', align: 'right' },
  { title: 'cycles', align: 'right' },
  { title: 'memory bits', align: 'right' },
  { title: 'requant' },
  { title: '' },
];

/** `8 x 16` for pe x simd, else names and numbers. */
const foldingText = ({ array }: LayerSummary): string => {
  const { pe, simd, ...rest } = array;
  const parts = pe !== undefined && simd !== undefined ? [`pe ${pe} x simd ${simd}`] : [];
  const others = parts.length > 0 ? rest : array;
  return [...parts, ...Object.entries(others).map(([name, value]) => `${name} ${value}`)].join(' ');
};

const widthsText = ({ multiplierBits, shift }: RescaleWidths): string =>
  `${multiplierBits}b >>${shift}`;

/** `9b >>14 of 31b >>38`: multiplier bits and shift of the hardware, and of the definition. */
const requantizeText = ({ requantize }: LayerSummary): string => {
  if (!requantize) return '';
  const [own, defined] = [widthsText(requantize), widthsText(requantize.definition)];
  return own === defined ? own : `${own} of ${defined}`;
};

/** `23,284 (4,096 index)`: bits, and those of them that say where weights are. */
const memoryText = ({ memoryBits, indexBits }: LayerSummary): string =>
  indexBits === undefined
    ? countText(memoryBits)
    : `${countText(memoryBits)} (${countText(indexBits)} index)`;

const layerRow = (layer: LayerSummary, bottlenecks: readonly string[]): readonly string[] => [
  layer.name,
  layer.unit,
  layer.outputShape.join(' x '),
  foldingText(layer),
  countText(layer.multipliers),
  countText(layer.intervalCycles),
  memoryText(layer),
  requantizeText(layer),
  bottlenecks.includes(layer.name) ? '<- bottleneck' : '',
];

/** Name, figure and what it means of each total. */
export const totalRows = (facts: CompileFacts): readonly (readonly string[])[] => {
  const ratio = facts.intervalOverIdeal;
  const rows: [string, number, string][] = [
    ['interval', facts.intervalCycles, 'cycles between two inferences'],
    ['latency', facts.latencyCycles, 'cycles from the first beat in to the last beat out'],
    ['multipliers', facts.multipliers, ''],
    ['MACs', facts.macs, `${countText(facts.effectualMacs)} of them effectual`],
    ['memory', facts.memoryBits, 'bits'],
  ];
  if (ratio !== null) {
    const ideal = Math.round(facts.idealIntervalCycles);
    const text = `cycles, effectual MACs / multipliers; the interval is ${ratio.toFixed(2)} times that`;
    rows.splice(1, 0, ['ideal', ideal, text]);
  }
  return rows.map(([name, value, text]) => [name, countText(value), text]);
};

export const totalColumns: readonly Column[] = [
  { title: '' },
  { title: '', align: 'right' },
  { title: '' },
];

/** Says which ports are the slowest part; empty where none is. */
export const slowPortsText = ({ bottlenecks }: CompileFacts): string => {
  const ports = bottlenecks.filter((name) => /^(input|output) /.test(name));
  return ports.length > 0 ? `the interval is that of ${ports.join(' and ')}` : '';
};

/** A row for each layer under `layerColumns`. */
export const layerRows = (facts: CompileFacts): readonly (readonly string[])[] =>
  facts.layers.map((layer) => layerRow(layer, facts.bottlenecks));

/** A table of the layers and the totals, as `sinter compile` prints them. */
export const compileText = (manifest: Manifest): string => {
  const facts = compileFacts(manifest);
  const totals = textTable(totalColumns, totalRows(facts));
  const ports = slowPortsText(facts);
  return [
    `${manifest.name}\n`,
    `${textTable(layerColumns, layerRows(facts))}\n`,
    totals,
    ...(ports ? [ports] : []),
  ].join('\n');
};
