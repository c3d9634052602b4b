import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../sim/cache/folder.js';

/** Where a benchmark keeps what it removes again. */
export const scratchFolder = async (): Promise<string> => {
  const folder = join(await cacheFolder(), 'bench');
  await mkdir(folder, { recursive: true });
  return folder;
};
