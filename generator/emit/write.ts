import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SinterError } from '../error.js';
import type { Package } from './package.js';

/** Whether `folder` may be replaced: it is not there, is empty, or holds a package. */
const replaceable = (folder: string): boolean => {
  if (!existsSync(folder)) return true;
  const entries = readdirSync(folder);
  return entries.length === 0 || entries.includes('manifest.json');
};

/**
 * Writes a package to `folder`, which appears only when it is complete and replaces a package that was
 * there. Throws SinterError E_OUTPUT.
 */
export const writePackage = ({ files }: Package, folder: string): void => {
  let staging: string | undefined;
  try {
    if (!replaceable(folder)) {
      throw new SinterError({
        code: 'E_OUTPUT',
        place: folder,
        reason: 'holds files that are no package of ours',
        hint: 'give an empty folder with -o',
      });
    }
    mkdirSync(dirname(folder), { recursive: true });
    staging = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
    for (const path of files.keys()) mkdirSync(join(staging, dirname(path)), { recursive: true });
    for (const [path, text] of files) writeFileSync(join(staging, path), text);
    rmSync(folder, { recursive: true, force: true });
    renameSync(staging, folder);
  } catch (cause) {
    if (staging) rmSync(staging, { recursive: true, force: true });
    if (cause instanceof SinterError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new SinterError(
      {
        code: 'E_OUTPUT',
        place: folder,
        reason: `cannot be written (${code ?? String(cause)})`,
        hint: 'give a folder that you may write with -o',
      },
      { cause },
    );
  }
};
