import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSinterError, SinterError } from '../error.js';

const hint = 'give a file that you may write';

const cannot = (place: string, reason: string, cause?: unknown): SinterError =>
  new SinterError({ code: 'E_OUTPUT', place, reason, hint }, { cause });

const nearestExisting = (folder: string): string =>
  existsSync(folder) ? folder : nearestExisting(dirname(folder));

/** Before long work: throws E_OUTPUT unless `file` can be written. `place` is its name in messages. */
export const checkWritable = (file: string, place: string): void => {
  if (existsSync(file) && statSync(file).isDirectory()) throw cannot(place, 'is a folder');
  const folder = nearestExisting(dirname(file));
  if (!statSync(folder).isDirectory()) {
    throw cannot(place, `cannot be written (${folder} is no folder)`);
  }
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw cannot(place, `cannot be written (no permission in ${folder})`, cause);
  }
};

/** `fill` writes beside `file`; what it wrote takes the place of `file` when it is complete. */
const replace = (file: string, place: string, fill: (path: string) => void): void => {
  const staging = join(dirname(file), `.${basename(file)}.${process.pid}`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    fill(staging);
    renameSync(staging, file);
  } catch (cause) {
    rmSync(staging, { force: true });
    if (isSinterError(cause)) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw cannot(place, `cannot be written (${code ?? String(cause)})`, cause);
  }
};

/** Writes a file that appears only when it is complete. Throws E_OUTPUT. */
export const writeWhole = (file: string, place: string, content: Uint8Array | string): void =>
  replace(file, place, (path) => writeFileSync(path, content));

/** The same from a file, also across disks. */
export const copyWhole = (from: string, file: string, place: string): void =>
  replace(file, place, (path) => copyFileSync(from, path));
