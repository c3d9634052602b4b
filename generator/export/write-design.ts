import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { isSinterError, SinterError } from '../error.js';
import type { DesignText } from './design-text.js';

const designExtensions: readonly string[] = ['.ts', '.mts', '.js', '.mjs'];

/** The folder of a design's weights: `head-weights` beside `head.ts`. */
export const weightsFolder = (file: string): string => `${basename(file, extname(file))}-weights`;

const refuse = (place: string, reason: string, hint: string): never => {
  throw new SinterError({ code: 'E_OUTPUT', place, reason, hint });
};

/**
 * Before long work: throws E_OUTPUT unless a design can be written to `file`. Nothing is overwritten: what
 * stands there may have been edited. `place` is its name in messages.
 */
export const checkDesignFile = (file: string, place: string): void => {
  if (!designExtensions.includes(extname(file))) {
    refuse(place, 'is no name of a design', `end it in one of ${designExtensions.join(', ')}`);
  }
  if (existsSync(file)) refuse(place, 'exists already', 'remove it or give another name');
  const folder = join(dirname(file), weightsFolder(file));
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    const name = weightsFolder(file);
    refuse(place, `its weights would go to ${name}, which exists already`, 'give another name');
  }
};

/**
 * Writes a design and its weights, which appear when both are complete, the weights first. Throws
 * SinterError E_OUTPUT.
 */
export const writeDesign = ({ text, weights }: DesignText, file: string, place: string): void => {
  const folder = join(dirname(file), weightsFolder(file));
  let staging: string | undefined;
  let placed = false;
  try {
    checkDesignFile(file, place);
    mkdirSync(dirname(file), { recursive: true });
    staging = mkdtempSync(join(dirname(file), `.${basename(file)}-`));
    const inside = join(staging, 'weights');
    mkdirSync(inside);
    for (const [name, bytes] of weights) writeFileSync(join(inside, name), bytes);
    writeFileSync(join(staging, 'design'), text);
    if (weights.size > 0) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(inside, folder);
      placed = true;
    }
    renameSync(join(staging, 'design'), file);
  } catch (cause) {
    if (placed) rmSync(folder, { recursive: true, force: true });
    if (isSinterError(cause)) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const reason = `cannot be written (${code ?? String(cause)})`;
    const hint = 'give a file in a folder that you may write';
    throw new SinterError({ code: 'E_OUTPUT', place, reason, hint }, { cause });
  } finally {
    if (staging) rmSync(staging, { recursive: true, force: true });
  }
};
