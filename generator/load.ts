import { type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { SinterError } from './error.js';
import { type ImportOptions, importTflite } from './import/tflite/import-tflite.js';
import type { Datapath } from './ir/datapath.js';
import { loadDesignFile } from './load/design-file.js';
import { readProblem } from './load/read-problem.js';

const designExtensions: readonly string[] = ['.ts', '.mts', '.js', '.mjs'];

/** What a `<design>` may be, for messages. */
const supported = `give a design (${designExtensions.join(', ')}) or a model (.tflite)`;

/** FlatBuffers offsets are signed 32-bit: nothing larger can be a model. */
const largestFileBytes = 2 ** 31;

const fail = (place: string, reason: string, hint: string): never => {
  throw new SinterError({ code: 'E_FILE', place, reason, hint });
};

/** Throws E_FILE unless `file` is a plain file of a size that can be read. */
const checkFile = (path: string, file: string): void => {
  let facts: Stats;
  try {
    facts = statSync(file);
  } catch (cause) {
    throw readProblem(path, cause, supported);
  }
  if (facts.isDirectory()) fail(path, 'is a folder, not a file', supported);
  if (!facts.isFile()) fail(path, 'is no plain file', supported);
  if (facts.size > largestFileBytes) {
    fail(path, `has ${facts.size} bytes, more than ${largestFileBytes}`, supported);
  }
};

/**
 * The datapath of a design file or of a model, by the file's extension. `path` is relative to
 * `directory`; messages call the file as it was given. Throws SinterError: E_FILE for a file that is
 * none of these, E_DESIGN for a design that stops, else what is wrong in the design or model.
 */
export const loadDesign = async (
  path: string,
  directory = process.cwd(),
  options: ImportOptions = {},
): Promise<Datapath> => {
  const file = resolve(directory, path);
  checkFile(path, file);
  const extension = extname(file).toLowerCase();
  if (designExtensions.includes(extension)) return loadDesignFile(path, file);
  if (extension === '.tflite') {
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw readProblem(path, cause, supported);
    });
    return importTflite(bytes, basename(file, extname(file)), options);
  }
  if (extension === '.onnx')
    return fail(path, 'is an ONNX model, which is not read yet', supported);
  return fail(
    path,
    extension === '' ? 'has no extension' : `has the unknown extension ${extension}`,
    supported,
  );
};
