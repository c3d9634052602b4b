import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withTemporaryFolder } from './temporary.js';

const making = new Map<string, Promise<string>>();

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Another process may have put the same entry there first; then its copy is the one to use. */
const moveIntoPlace = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true });
  try {
    await rename(from, to);
  } catch (error) {
    if (!(await exists(to))) throw error;
  }
};

/**
 * The folder `<cacheDir>/<entry>`, made by `make` unless it is there. It appears complete or not at
 * all: `make` fills a temporary folder that is renamed. Callers in one process share one making.
 */
export const cached = async (
  cacheDir: string,
  entry: string,
  make: (folder: string) => Promise<void>,
): Promise<string> => {
  const place = join(cacheDir, entry);
  if (await exists(place)) {
    const now = new Date();
    await utimes(place, now, now).catch(() => undefined);
    return place;
  }
  const underWay = making.get(place);
  if (underWay) return underWay;
  const made = withTemporaryFolder(cacheDir, async (temporary) => {
    const folder = join(temporary, 'entry');
    await mkdir(folder);
    await make(folder);
    await moveIntoPlace(folder, place);
    return place;
  }).finally(() => making.delete(place));
  making.set(place, made);
  return made;
};

const sizeBytes = async (folder: string): Promise<number> => {
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

/**
 * Removes the least recently used entries (flat folders) of `<cacheDir>/<kind>` until the rest takes
 * no more than `limitBytes`.
 */
export const evict = async (cacheDir: string, kind: string, limitBytes: number): Promise<void> => {
  const folder = join(cacheDir, kind);
  const entries = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // An entry that another process removes meanwhile counts as gone.
    const used = await stat(path).catch(() => undefined);
    const bytes = await sizeBytes(path).catch(() => 0);
    if (used) entries.push({ path, usedAt: used.mtimeMs, bytes });
  }
  entries.sort((a, b) => b.usedAt - a.usedAt);
  let total = 0;
  for (const entry of entries) {
    total += entry.bytes;
    if (total > limitBytes) await rm(entry.path, { recursive: true, force: true });
  }
};
