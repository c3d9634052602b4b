import { basename, extname, resolve } from 'node:path';
import { stimulusFor } from '../../sim/stimulus.js';
import type { Tensors } from '../../sim/verify.js';
import { type Compressed, compress } from '../compress/compress.js';
import { agreementOf, differenceOf } from '../compress/difference.js';
import {
  type Encoding,
  hasZero,
  parseElementFormat,
  parseSparsity,
  parseWeightFormat,
} from '../compress/encoding.js';
import { layerEncodings } from '../compress/plan.js';
import { type Budget, searchEncodings } from '../compress/search.js';
import type { Streams } from '../compress/streams.js';
import { SinterError } from '../error.js';
import { designText } from '../export/design-text.js';
import { checkDesignFile, weightsFolder, writeDesign } from '../export/write-design.js';
import { runGolden } from '../golden.js';
import type { Codes } from '../ir/codes.js';
import type { MxFormat } from '../ir/format.js';
import { loadDesign } from '../load.js';
import { type BoundDatapath, bindDatapath } from '../passes/bind.js';
import { compressionFacts, compressionText, type OutputChange } from '../report/compression.js';
import { once, wholeNumber } from './arguments.js';
import { defineCommand } from './command.js';
import { designPositional, importOptions } from './design-options.js';
import { namedFiles } from './named-files.js';
import { step } from './progress.js';
import { readInputs } from './tensor-files.js';
import type { Terminal } from './terminal.js';

/** Random tensors that measure the change where the user gives none. */
const randomSamples = 16;

const fail = (place: string, reason: string, hint: string): never => {
  throw new SinterError({ code: 'E_ARGUMENT', place, reason, hint });
};

/** Every format with every sparsity; of Microscaling, with every format of the activations. */
const encodingsOf = (
  formats: string,
  sparsities: string,
  activations: readonly MxFormat[],
  place: string,
): readonly Encoding[] =>
  formats.split(',').flatMap((text) =>
    sparsities.split(',').flatMap((zeros): readonly Encoding[] => {
      const format = parseWeightFormat(text, place);
      const sparsity = parseSparsity(zeros, place);
      if (sparsity.kind !== 'dense' && !hasZero(format)) {
        fail(place, `gives ${text} with ${zeros}, but ${text} has no zero`, 'write dense');
      }
      if (format.kind !== 'mx') return [{ format, sparsity }];
      if (sparsity.kind !== 'dense') {
        const reason = `gives ${text} with ${zeros}, but arrays of Microscaling leave out no zeros`;
        fail(place, reason, 'write dense');
      }
      return activations.map((beside) => ({ format, sparsity, activations: beside }));
    }),
  );

/** `NAME=8` or `NAME=4/2:4`, lists with commas. */
const namedEncodings = (
  texts: readonly string[],
  activations: readonly MxFormat[],
): ReadonlyMap<string, readonly Encoding[]> =>
  new Map(
    texts.map((text) => {
      const at = text.lastIndexOf('=');
      if (at < 1) fail(`--layer ${text}`, 'is no NAME=FORMAT', 'write --layer conv2d0=8');
      const [formats = '', sparsities = 'dense'] = text.slice(at + 1).split('/');
      return [text.slice(0, at), encodingsOf(formats, sparsities, activations, `--layer ${text}`)];
    }),
  );

const budgetOf = (size: unknown, error: unknown): Budget | undefined => {
  const bits = wholeNumber('--size', size, 1);
  const text = once('--error', error);
  if (bits !== undefined && text !== undefined) {
    return fail('--size and --error', 'are two budgets', 'give one of them');
  }
  if (bits !== undefined) return { kind: 'size', bits };
  if (text === undefined) return undefined;
  const relative = Number(text);
  if (relative >= 0 && relative < 10 && text.trim() !== '') return { kind: 'error', relative };
  return fail(
    '--error',
    `gives ${text}, needs a share of the outputs' spread`,
    'write --error 0.05',
  );
};

/** Streams of every sample: the user's, or random ones. */
const streamsOf = async (
  bound: BoundDatapath,
  files: readonly string[],
  terminal: Terminal,
): Promise<{ streams: readonly Streams[]; calibrates: boolean; text: string }> => {
  const { inputs } = bound.datapath;
  const names = inputs.map(({ name }) => name);
  const tensors: Tensors =
    files.length > 0
      ? await readInputs(namedFiles('--input', files, names), inputs, terminal.directory)
      : stimulusFor(inputs, randomSamples, 1);
  const count = Math.min(...[...tensors.values()].map(({ length }) => length));
  const streams = Array.from({ length: count }, (_, sample) =>
    runGolden(
      bound,
      new Map([...tensors].map(([name, codes]): [string, Codes] => [name, codes[sample] as Codes])),
    ),
  );
  const calibrates = files.length > 0;
  const text = calibrates ? `${count} samples of ${files.join(', ')}` : `${count} random samples`;
  return { streams, calibrates, text };
};

const outputChanges = (
  { datapath, streams }: BoundDatapath,
  before: readonly Streams[],
  after: readonly Streams[],
): readonly OutputChange[] =>
  datapath.outputs.map(({ name, from }) => {
    const codes = (all: readonly Streams[]) => all.map((one) => one.get(from) as Codes);
    const elements = (streams.get(from)?.shape ?? []).reduce((a, b) => a * b, 1);
    return {
      name,
      difference: differenceOf(codes(before), codes(after)),
      agreement: elements > 1 ? agreementOf(codes(before), codes(after)) : undefined,
    };
  });

export const compressCommand = defineCommand({
  usage: 'compress <design>',
  summary: 'give the layers of a trained network narrower or sparser weights',
  positionals: designPositional,
  options: {
    weights: {
      type: 'string',
      requiresArg: true,
      default: '4',
      describe:
        'number format of the weights: 4, ternary, binary, powerOfTwo4, sflint4, olive, codebook16, or of Microscaling: mxfp4, mxfp6e2m3, mxfp6e3m2, mxfp8e4m3, mxfp8e5m2, mxint8; several, 8,6,4, with --size or --error',
    },
    activations: {
      type: 'string',
      requiresArg: true,
      describe:
        'Microscaling format of the activations beside weights of Microscaling; several with --size or --error [default: mxint8]',
    },
    sparsity: {
      type: 'string',
      requiresArg: true,
      default: 'dense',
      describe: 'dense, 2:4, 80%; several with --size or --error',
    },
    layer: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'NAME=8 or NAME=4/2:4, another encoding for one layer; may be repeated',
    },
    size: {
      type: 'string',
      requiresArg: true,
      describe: 'search for the encodings of least error within N bits of weights',
    },
    error: {
      type: 'string',
      requiresArg: true,
      describe:
        'search for the fewest bits within this error of the outputs (rms over their spread)',
    },
    input: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: '[NAME=]x.npy, samples to calibrate and measure with [default: measure, random]',
    },
    out: {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      describe: 'design to write, its weights beside it [default: <name>-compressed.ts]',
    },
    ...importOptions,
  },
  examples: [
    ['$0 compress model.tflite --weights 4 --sparsity 2:4 --input x.npy', 'every layer alike'],
    ['$0 compress model.tflite --weights mxfp4 --activations mxfp8e4m3', 'Microscaling'],
    ['$0 compress model.tflite --weights 8,6,4,3 --error 0.1 --input x.npy', 'each as it can bear'],
  ],
  async run(given, terminal) {
    const beside = once('--activations', given.activations);
    const activations = (beside ?? 'mxint8')
      .split(',')
      .map((text) => parseElementFormat(text, '--activations'));
    const forAll = encodingsOf(
      once('--weights', given.weights) ?? '4',
      once('--sparsity', given.sparsity) ?? 'dense',
      activations,
      '--weights and --sparsity',
    );
    const named = namedEncodings(given.layer ?? [], activations);
    const isAsked = [forAll, ...named.values()].flat().some((encoding) => encoding.activations);
    if (beside !== undefined && !isAsked) {
      fail(
        '--activations',
        'goes with weights of Microscaling, and none are asked for',
        'write --weights mxfp4, or leave it away',
      );
    }
    const budget = budgetOf(given.size, given.error);
    const shown =
      once('--out', given.out) ?? `${basename(given.design, extname(given.design))}-compressed.ts`;
    const file = resolve(terminal.directory, shown);
    checkDesignFile(file, shown);
    const keepOperators = given['keep-operators'];
    const datapath = await loadDesign(given.design, terminal.directory, { keepOperators });
    const bound = bindDatapath(datapath);
    const layers = layerEncodings(bound, forAll, named);
    if (!budget && [...layers.values()].some((encodings) => encodings.length > 1)) {
      fail('--weights and --sparsity', 'give several encodings', 'give --size or --error as well');
    }
    const samples = await step(terminal, 'running the network as it is', () =>
      streamsOf(bound, given.input ?? [], terminal),
    );
    const compressed = await step(
      terminal,
      'encoding its weights',
      async (detail): Promise<Compressed> => {
        if (budget) return searchEncodings(bound, layers, budget, samples, detail);
        const plan = new Map([...layers].map(([name, [only]]) => [name, only as Encoding]));
        return compress(bound, plan, samples.streams, samples.calibrates);
      },
    );
    const design = designText(compressed.datapath, weightsFolder(file));
    writeDesign(design, file, shown);
    const report = {
      name: datapath.name,
      layers: compressed.layers,
      outputs: outputChanges(bound, samples.streams, compressed.streams),
      samples: samples.text,
    };
    return {
      status: 0,
      text: `${compressionText(report)}\n\ndesign written to ${shown}, its weights to ${weightsFolder(file)} beside it`,
      json: { design: file, ...compressionFacts(report) },
    };
  },
});
