import type { Manifest } from '../emit/manifest.js';
import type { FunctionError } from '../evaluate/function-error.js';
import type { ErrorFigures, NetworkError } from '../evaluate/layer-error.js';
import { cyclesPlot } from './cycles-plot.js';
import { errorPlot } from './error-plot.js';
import type { Page, Part, Section } from './html.js';
import {
  compileFacts,
  layerColumns,
  layerRows,
  slowPortsText,
  totalColumns,
  totalRows,
} from './layers.js';
import { type Column, countText } from './table.js';

/** What there is to tell of a design. */
export interface DesignReport {
  readonly manifest: Manifest;
  /** What the samples are: `32 samples of x.npy`. */
  readonly samples: string;
  readonly errors: NetworkError;
  readonly functions: readonly FunctionError[];
}

const right = (title: string): Column => ({ title, align: 'right' });

const streamPart = ({ streams }: Manifest): Part => ({
  table: {
    columns: [
      ...['stream', 'port', 'shape'].map((title) => ({ title })),
      ...['lanes', 'bits of an element', 'tdata bits', 'beats', 'scale', 'zero point'].map(right),
    ],
    rows: streams.map((stream) => [
      `${stream.direction} ${stream.name}`,
      stream.port,
      stream.shape.join(' x '),
      countText(stream.lanes),
      `${stream.elementBits}${stream.signed ? '' : ' unsigned'}`,
      countText(stream.tdataBits),
      countText(stream.beats),
      String(stream.scale),
      String(stream.zeroPoint),
    ]),
  },
});

const cyclesSection = async (manifest: Manifest): Promise<Section> => {
  const facts = compileFacts(manifest);
  return {
    title: 'Hardware',
    paragraphs: [slowPortsText(facts)].filter((text) => text !== ''),
    parts: [
      { table: { columns: totalColumns, rows: totalRows(facts) } },
      { heading: 'Streams', ...streamPart(manifest) },
      {
        heading: 'Layers',
        plot: await cyclesPlot(facts.layers, facts.intervalCycles),
        table: { columns: layerColumns, rows: layerRows(facts) },
      },
    ],
  };
};

const steps = (value: number): string => value.toFixed(3);
const real = (value: number): string => value.toPrecision(3);

const figureTitles = ['worst, steps', 'mean, steps', 'worst', 'mean'];
const figureCells = (figures: ErrorFigures): readonly string[] => [
  steps(figures.worstSteps),
  steps(figures.meanSteps),
  real(figures.worstReal),
  real(figures.meanReal),
];

const errorSection = ({ errors, samples }: DesignReport): Section => ({
  title: 'Accuracy',
  paragraphs: [
    `The hardware's results, which are the golden model's, against real arithmetic with the same weights, on ${samples}. A step is the scale of a stream.`,
    '"own": against the layer in real numbers on the same inputs, within the range of its output. "all": against the whole network in real numbers.',
  ],
  parts: [
    {
      table: {
        columns: [
          { title: 'layer' },
          { title: 'unit' },
          ...['own', 'all'].flatMap((which) =>
            figureTitles.map((title) => right(`${which}: ${title}`)),
          ),
        ],
        rows: errors.layers.map(({ name, unit, own, total }) => [
          name,
          unit,
          ...figureCells(own),
          ...figureCells(total),
        ]),
      },
    },
    {
      table: {
        columns: [
          { title: 'output' },
          ...figureTitles.map(right),
          right('largest element at the same place'),
        ],
        rows: errors.outputs.map(({ name, total, agreement }) => [
          name,
          ...figureCells(total),
          agreement === undefined ? '' : `${(100 * agreement).toFixed(1)} %`,
        ]),
      },
    },
  ],
});

const functionSection = async (functions: readonly FunctionError[]): Promise<Section> => ({
  title: 'Functions',
  paragraphs: [
    'Layers that are a function of one code, over every code of their input: result less exact value, in steps of the output.',
  ],
  parts: await Promise.all(
    functions.map(async ({ name, unit, figures, correctlyRounded, codes }) => ({
      heading: `${name}: ${unit}`,
      plot: await errorPlot(codes.map((code) => ({ ...code, method: '' }))),
      table: {
        columns: [...figureTitles, 'nearest code'].map(right),
        rows: [[...figureCells(figures), `${correctlyRounded} of ${codes.length}`]],
      },
    })),
  ),
});

/** The page of a design: its hardware, its accuracy, its functions. */
export const designPage = async (report: DesignReport): Promise<Page> => ({
  name: report.manifest.name,
  generator: report.manifest.generator,
  sections: [
    await cyclesSection(report.manifest),
    errorSection(report),
    ...(report.functions.length > 0 ? [await functionSection(report.functions)] : []),
  ],
});
