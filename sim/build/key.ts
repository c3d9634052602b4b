import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { SinterError } from '../../generator/error.js';
import type { Package } from '../manifest.js';

/** Cache key of texts, in their order. */
export const contentKey = (parts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 32);
};

export const fileListOf = (design: Package): string => join(design.directory, `${design.name}.f`);

/** Folders of a package whose every file can change what Verilator makes of it. */
const SOURCE_FOLDERS: readonly string[] = ['rtl', 'mem'];

const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
};

/** Files that the list names, by path relative to it; options are Verilator's business. */
const listed = (list: string, directory: string): readonly string[] =>
  list
    .split('\n')
    .map((line) => line.replace(/\/\/.*/, '').trim())
    .filter((line) => line !== '' && !/^[-+]/.test(line))
    .map((line) => resolve(directory, line));

/**
 * Everything of a package that a simulator depends on, as text: the file list and all sources with
 * their names. Throws SinterError when the list or a listed file is missing.
 */
export const packageSources = async (design: Package): Promise<readonly string[]> => {
  const read = (file: string): Promise<string> =>
    readFile(file, 'utf8').catch((cause: unknown) => {
      const reason = 'is part of the package but cannot be read; compile the design again';
      throw new SinterError({ code: 'E_FILE', place: file, reason }, { cause });
    });
  const list = await read(fileListOf(design));
  const below = await Promise.all(
    SOURCE_FOLDERS.map((folder) => filesBelow(join(design.directory, folder))),
  );
  const files = [...new Set([...listed(list, design.directory), ...below.flat()])].sort();
  const texts = await Promise.all(
    files.map(async (file) => [relative(design.directory, file), await read(file)]),
  );
  return [list, ...texts.flat()];
};
