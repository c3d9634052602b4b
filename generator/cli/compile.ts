import { join, relative, resolve } from 'node:path';
import { writePackage } from '../emit/write.js';
import { nextStep } from '../passes/fold.js';
import { adviceText } from '../report/advice.js';
import { compileFacts, compileText } from '../report/layers.js';
import { once } from './arguments.js';
import { defineCommand } from './command.js';
import { compileDesign, designOptions, designPositional } from './design-options.js';
import { designEmitter } from './emit-design.js';

export const compileCommand = defineCommand({
  usage: 'compile <design>',
  summary: 'write the Verilog package and print a table of its layers',
  positionals: designPositional,
  options: {
    out: {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      describe: 'folder of the package [default: rtl-out/<name>]',
    },
    'emit-design': {
      type: 'string',
      requiresArg: true,
      describe: 'also write the network as a design to edit, with every folding and its weights',
    },
    ...designOptions,
  },
  examples: [
    ['$0 compile model.tflite --multipliers 256', 'a package with at most 256 multipliers'],
    ['$0 compile design.ts --set dense0.array.simd=32', 'the same design with another folding'],
    ['$0 compile model.tflite --emit-design model.ts', 'the model as a design to go on with'],
  ],
  async run(given, terminal) {
    const out = once('--out', given.out);
    const design = once('--emit-design', given['emit-design']);
    const emit = design === undefined ? undefined : designEmitter(design, terminal);
    const compiled = await compileDesign(given, terminal);
    const { manifest } = compiled.package;
    const facts = compileFacts(manifest);
    const step = nextStep(compiled.simplified, manifest.layers, manifest.intervalCycles);
    const folder = resolve(terminal.directory, out ?? join('rtl-out', manifest.name));
    writePackage(compiled.package, folder);
    const emitted = emit?.(compiled);
    const shown = relative(terminal.directory, folder);
    return {
      status: 0,
      text: [
        compileText(manifest),
        `${adviceText(facts, step)}\n`,
        `written to ${shown.startsWith('..') || shown === '' ? folder : shown}`,
        ...(emitted ? [emitted.text] : []),
      ].join('\n'),
      json: {
        folder,
        ...(emitted ? { design: emitted.file } : {}),
        ...facts,
        nextStep: step ?? null,
      },
    };
  },
});
