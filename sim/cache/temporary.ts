import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const HOUR_MILLISECONDS = 3_600_000;

const live = new Set<string>();

const removeLive = (): void => {
  for (const folder of live) rmSync(folder, { recursive: true, force: true });
};

const processRuns = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * What killed processes left behind. The hour is for process numbers of another machine or
 * container that shares the cache: they say nothing here.
 */
const removeAbandoned = async (parent: string): Promise<void> => {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    const made = await stat(folder).catch(() => undefined);
    if (made === undefined || Date.now() - made.mtimeMs < HOUR_MILLISECONDS) continue;
    if (!processRuns(Number.parseInt(name, 10))) await rm(folder, { recursive: true, force: true });
  }
};

/**
 * Runs `work` with a fresh folder below `cacheDir`, so that a result can be renamed into the cache.
 * The folder is removed however `work` or the process ends, short of a kill; then the next call does.
 */
export const withTemporaryFolder = async <Result>(
  cacheDir: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> => {
  const parent = join(cacheDir, 'tmp');
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const folder = await mkdtemp(join(parent, `${process.pid}-`));
  if (live.size === 0) process.once('exit', removeLive);
  live.add(folder);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    live.delete(folder);
    if (live.size === 0) process.removeListener('exit', removeLive);
  }
};
