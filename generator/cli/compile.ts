import { join, relative, resolve } from 'node:path';
import { writePackage } from '../emit/write.js';
import { compileFacts, compileText } from '../report/layers.js';
import { once } from './arguments.js';
import { defineCommand } from './command.js';
import { compileDesign, designOptions, designPositional } from './design-options.js';

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
    ...designOptions,
  },
  examples: [
    ['$0 compile model.tflite --multipliers 256', 'a package with at most 256 multipliers'],
    ['$0 compile design.ts --set dense0.array.simd=32', 'the same design with another folding'],
  ],
  async run(given, terminal) {
    const out = once('--out', given.out);
    const compiled = await compileDesign(given, terminal);
    const { manifest } = compiled.package;
    const folder = resolve(terminal.directory, out ?? join('rtl-out', manifest.name));
    writePackage(compiled.package, folder);
    const shown = relative(terminal.directory, folder);
    return {
      status: 0,
      text: `${compileText(manifest)}\n\nwritten to ${shown.startsWith('..') || shown === '' ? folder : shown}`,
      json: { folder, ...compileFacts(manifest) },
    };
  },
});
