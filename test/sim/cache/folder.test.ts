import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../generator/emit/root.js';
import { cacheFolder } from '../../../sim/cache/folder.js';
import { temporaryFolder } from '../fixtures.js';

describe('cacheFolder', () => {
  it('is SINTER_CACHE, else .cache beside package.json', async () => {
    const SINTER_CACHE = join(await temporaryFolder(), 'deep', 'cache');
    expect(await cacheFolder({ SINTER_CACHE })).toBe(SINTER_CACHE);
    expect(await cacheFolder({})).toBe(join(packageRoot, '.cache'));
  });

  it('names a folder that cannot be written', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(cacheFolder({ SINTER_CACHE: file })).rejects.toThrow(
      `no folder for the cache: cannot write ${file}; set SINTER_CACHE to one that can be`,
    );
  });
});
