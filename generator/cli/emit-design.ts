import { resolve } from 'node:path';
import type { Compiled } from '../compile.js';
import { designText } from '../export/design-text.js';
import { explicitDatapath } from '../export/explicit.js';
import { checkDesignFile, weightsFolder, writeDesign } from '../export/write-design.js';
import type { Terminal } from './terminal.js';

/** What is said of a design that was written. */
export interface EmittedDesign {
  readonly file: string;
  readonly text: string;
}

const simplifiedNote =
  'the network in it is simplified: its folding does not fit the channels that were left out';

/**
 * Checks where `--emit-design` is to write, before long work; gives what writes there. `shown` is the file
 * as the user wrote it. Throws E_OUTPUT, both of them.
 */
export const designEmitter = (
  shown: string,
  terminal: Terminal,
): ((compiled: Compiled) => EmittedDesign) => {
  const file = resolve(terminal.directory, shown);
  checkDesignFile(file, shown);
  return (compiled) => {
    const { datapath, whole } = explicitDatapath(compiled);
    const folder = weightsFolder(file);
    const design = designText(datapath, folder);
    writeDesign(design, file, shown);
    const weights = design.weights.size > 0 ? `, its weights to ${folder} beside it` : '';
    return {
      file,
      text: `design written to ${shown}${weights}${whole ? '' : `\n${simplifiedNote}`}`,
    };
  };
};
