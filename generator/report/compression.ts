import type { LayerResult } from '../compress/compress.js';
import type { Difference } from '../compress/difference.js';
import { encodingName } from '../compress/encoding.js';
import { type Column, countText, textTable } from './table.js';

/** How an output of a compressed datapath differs from what it was. */
export interface OutputChange {
  readonly name: string;
  readonly difference: Difference | undefined;
  /** Share of samples whose largest element is where it was; undefined for outputs of one element. */
  readonly agreement: number | undefined;
}

export interface CompressionReport {
  readonly name: string;
  readonly layers: readonly LayerResult[];
  readonly outputs: readonly OutputChange[];
  /** What the samples are: `32 samples of x.npy`. */
  readonly samples: string;
}

const columns: readonly Column[] = [
  { title: 'layer' },
  { title: 'unit' },
  { title: 'weights', align: 'right' },
  { title: 'encoding' },
  { title: 'zeros', align: 'right' },
  { title: 'bits', align: 'right' },
  { title: 'of before', align: 'right' },
  { title: 'weights dB', align: 'right' },
  { title: 'output LSB rms', align: 'right' },
];

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const total = (layers: readonly LayerResult[], of: (layer: LayerResult) => number): number =>
  layers.reduce((sum, layer) => sum + of(layer), 0);

/** Figures for machines: the table's and the totals. */
export const compressionFacts = ({ name, layers, outputs, samples }: CompressionReport) => ({
  name,
  samples,
  weights: total(layers, (layer) => layer.weights),
  bitsBefore: total(layers, (layer) => layer.bitsBefore),
  bits: total(layers, (layer) => layer.bits),
  layers: layers.map(({ encoding, signalToNoise, ...layer }) => ({
    ...layer,
    encoding: encodingName(encoding),
    format: encoding.format,
    sparsity: encoding.sparsity,
    ...(encoding.activations && { activations: encoding.activations }),
    ...(encoding.kept === undefined ? {} : { kept: encoding.kept }),
    signalToNoiseDecibels: Number.isFinite(signalToNoise) ? signalToNoise : null,
  })),
  outputs,
});

const changeText = ({ name, difference, agreement }: OutputChange): string => {
  if (!difference) return `${name}: not measured`;
  const { rootMeanSquare, largest, relative } = difference;
  const same =
    agreement === undefined ? '' : `; largest element where it was: ${percent(agreement)}`;
  return `${name}: ${rootMeanSquare.toFixed(2)} LSB rms, ${largest} at most, ${percent(relative)} of its spread${same}`;
};

/** Layers that stay as they are, a line for each reason. */
const keptTexts = (layers: readonly LayerResult[]): readonly string[] => {
  const byReason = new Map<string, string[]>();
  for (const { name, encoding } of layers) {
    if (encoding.kept === undefined) continue;
    byReason.set(encoding.kept, [...(byReason.get(encoding.kept) ?? []), name]);
  }
  return [...byReason].map(([reason, names]) => `left as is (${reason}): ${names.join(', ')}`);
};

/** A table of the layers, what they take and lose, and how the outputs change. */
export const compressionText = (report: CompressionReport): string => {
  const { layers } = report;
  const rows = layers.map((layer) => [
    layer.name,
    layer.unit,
    countText(layer.weights),
    encodingName(layer.encoding),
    percent(layer.zeros / layer.weights),
    countText(layer.bits),
    percent(layer.bits / layer.bitsBefore),
    Number.isFinite(layer.signalToNoise) ? layer.signalToNoise.toFixed(1) : 'exact',
    layer.difference ? layer.difference.rootMeanSquare.toFixed(2) : '',
  ]);
  const bits = total(layers, (layer) => layer.bits);
  const before = total(layers, (layer) => layer.bitsBefore);
  return [
    `${report.name}\n`,
    `${textTable(columns, rows)}\n`,
    ...keptTexts(layers),
    `weights: ${countText(bits)} bits, ${percent(bits / before)} of ${countText(before)}`,
    `outputs against those before, on ${report.samples}:`,
    ...report.outputs.map((output) => `  ${changeText(output)}`),
  ].join('\n');
};
