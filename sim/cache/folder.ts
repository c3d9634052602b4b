import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../generator/emit/root.js';
import { ToolError } from '../../generator/error.js';

/** `process.env`, or a stand-in; the names that Sinter itself reads are spelt out. */
export interface Environment {
  readonly PATH?: string | undefined;
  readonly HOME?: string | undefined;
  readonly XDG_CACHE_HOME?: string | undefined;
  readonly SINTER_CACHE?: string | undefined;
  readonly VERILATOR_ROOT?: string | undefined;
  readonly CXX?: string | undefined;
  readonly [name: string]: string | undefined;
}

const isWritable = async (folder: string): Promise<boolean> => {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * Where fetched tools and built simulators are kept: `SINTER_CACHE`, else `.cache` beside
 * package.json, else `sinter` in the user's cache. The folder exists when this returns.
 * Throws ToolError when none can be written.
 */
export const cacheFolder = async (environment: Environment = process.env): Promise<string> => {
  const chosen = environment.SINTER_CACHE;
  const home = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), '.cache');
  const candidates = chosen ? [chosen] : [join(packageRoot, '.cache'), join(home, 'sinter')];
  for (const folder of candidates) if (await isWritable(folder)) return folder;
  throw new ToolError(
    `no folder for the cache: cannot write ${candidates.join(' or ')}; set SINTER_CACHE to one that can be`,
  );
};
