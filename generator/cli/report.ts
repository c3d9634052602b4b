import { join, relative, resolve } from 'node:path';
import { stimulusFor } from '../../sim/stimulus.js';
import type { Tensors } from '../../sim/verify.js';
import { functionErrors } from '../evaluate/function-error.js';
import { networkError } from '../evaluate/layer-error.js';
import { runGolden } from '../golden.js';
import type { Codes } from '../ir/codes.js';
import type { BoundDatapath } from '../passes/bind.js';
import { pageText } from '../report/html.js';
import { compileFacts, compileText } from '../report/layers.js';
import { once, wholeNumber } from './arguments.js';
import { defineCommand } from './command.js';
import { compileDesign, designOptions, designPositional } from './design-options.js';
import { namedFiles } from './named-files.js';
import { checkWritable, writeWhole } from './output-file.js';
import { step } from './progress.js';
import { readInputs } from './tensor-files.js';
import type { Terminal } from './terminal.js';

/** Samples where there are none of the user's. */
const randomSamples = 16;

interface Samples {
  readonly codes: readonly ReadonlyMap<string, Codes>[];
  readonly text: string;
}

/** The codes of every stream, sample by sample. */
const samplesOf = async (
  bound: BoundDatapath,
  files: readonly string[],
  seed: number,
  terminal: Terminal,
): Promise<Samples> => {
  const { inputs } = bound.datapath;
  const names = inputs.map(({ name }) => name);
  const tensors: Tensors =
    files.length > 0
      ? await readInputs(namedFiles('--input', files, names), inputs, terminal.directory)
      : stimulusFor(inputs, randomSamples, seed);
  const count = [...tensors.values()][0]?.length ?? 0;
  const of = files.length > 0 ? `samples of ${files.join(', ')}` : `random samples (seed ${seed})`;
  return {
    codes: Array.from({ length: count }, (_, sample) =>
      runGolden(bound, new Map([...tensors].map(([name, all]) => [name, all[sample] as Codes]))),
    ),
    text: `${count} ${of}`,
  };
};

export const reportCommand = defineCommand({
  usage: 'report <design>',
  summary: 'write a page about the hardware, its cycles and its accuracy',
  positionals: designPositional,
  options: {
    out: {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      describe: 'HTML file to write [default: rtl-out/<name>.html]',
    },
    input: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: '[NAME=]x.npy, samples to measure the accuracy on [default: random ones]',
    },
    seed: { type: 'string', requiresArg: true, describe: 'of the random samples [default: 1]' },
    ...designOptions,
  },
  examples: [
    ['$0 report model.tflite --input x.npy', 'how far every layer is from real arithmetic'],
  ],
  async run(given, terminal) {
    const out = once('--out', given.out);
    const seed = wholeNumber('--seed', given.seed, 0) ?? 1;
    const compiled = await compileDesign(given, terminal);
    const { manifest } = compiled.package;
    const file = resolve(terminal.directory, out ?? join('rtl-out', `${manifest.name}.html`));
    checkWritable(file, out ?? file);
    const samples = await samplesOf(compiled.bound, given.input ?? [], seed, terminal);
    const page = await step(terminal, 'measuring its accuracy', async () => {
      // Plots are what takes long to load, and no other command has any.
      const { designPage } = await import('../report/design-page.js');
      const errors = networkError(compiled.bound, samples.codes);
      const functions = functionErrors(compiled.bound);
      const report = { manifest, samples: samples.text, errors, functions };
      return { errors, functions, text: pageText(await designPage(report)) };
    });
    writeWhole(file, out ?? file, page.text);
    const shown = relative(terminal.directory, file);
    return {
      status: 0,
      text: `${compileText(manifest)}\n\nreport written to ${shown.startsWith('..') ? file : shown}`,
      json: {
        file,
        samples: samples.text,
        ...compileFacts(manifest),
        accuracy: page.errors,
        functions: page.functions.map(({ codes, ...facts }) => ({
          ...facts,
          codes: codes.length,
        })),
      },
    };
  },
});
