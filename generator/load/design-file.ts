import { dirname } from 'node:path';
import { createJiti } from 'jiti';
import type { Design } from '../dsl/datapath.js';
import * as dsl from '../dsl/index.js';
import { isSinterError, SinterError } from '../error.js';
import type { Datapath } from '../ir/datapath.js';

const isDesign = (value: unknown): value is Design =>
  typeof value === 'object' &&
  value !== null &&
  Reflect.get(value, 'kind') === 'design' &&
  typeof Reflect.get(value, 'build') === 'function';

/** Which line of `file` an error came from: `:4`, or nothing where that is not known. */
const placeIn = (text: string, file: string): string => {
  const at = text.indexOf(`${file}:`);
  return at < 0 ? '' : (/^:\d+/.exec(text.slice(at + file.length))?.[0] ?? '');
};

/** The first line of what went wrong, without what jiti made of the source. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return `throws ${String(error)}`;
  const [line = ''] = error.message.split('\n');
  const message = line.replace(/\(0 , \w+\.(\w+)\)/g, '$1').trim();
  return message.startsWith('ParseError') ? message : `${error.name}: ${message}`;
};

/** One problem that names the file and the line, whatever the design threw. */
const located = (error: unknown, path: string, file: string): SinterError => {
  const stack = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : '';
  const place = `${path}${placeIn(stack, file)}`;
  if (!isSinterError(error)) {
    return new SinterError(
      {
        code: 'E_DESIGN',
        place,
        reason: reasonOf(error),
        hint: 'the design stopped there; correct it and run again',
      },
      { cause: error },
    );
  }
  // A problem of the whole datapath says itself where it stands.
  if (place === path) return new SinterError(error.problems, { cause: error });
  const problems = error.problems.map((one) => ({ ...one, place: `${place}, ${one.place}` }));
  return new SinterError(problems, { cause: error });
};

/** Runs `work`; what it prints goes to stderr, because stdout is for the command's result. */
const withoutStdout = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const { log, info, debug } = console;
  Object.assign(console, { log: console.error, info: console.error, debug: console.error });
  try {
    return await work();
  } finally {
    Object.assign(console, { log, info, debug });
  }
};

/**
 * Runs a design file, TypeScript or JavaScript, anywhere on disk, and builds what it exports by
 * default. `sinter` in it is this very package. Throws SinterError; `path` is the file's name in
 * messages.
 */
export const loadDesignFile = async (path: string, file: string): Promise<Datapath> => {
  // No cache of compiled designs: other users may write to the system's temporary folder.
  const jiti = createJiti(import.meta.url, { fsCache: false, virtualModules: { sinter: dsl } });
  return withoutStdout(async () => {
    try {
      const exported = await jiti.import(file, { default: true });
      if (isDesign(exported)) return exported.build({ baseDirectory: dirname(file) });
    } catch (error) {
      throw located(error, path, file);
    }
    throw new SinterError({
      code: 'E_DESIGN',
      place: path,
      reason: 'exports no design by default',
      hint: "end it with: export default datapath('name', (d) => { ... })",
    });
  });
};
