import { mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cached, evict } from '../../../sim/cache/store.js';
import { withTemporaryFolder } from '../../../sim/cache/temporary.js';
import { temporaryFolder } from '../fixtures.js';

describe('cached', () => {
  it('makes an entry once for all callers', async () => {
    const cacheDir = await temporaryFolder();
    let made = 0;
    const make = async (folder: string) => {
      made++;
      await writeFile(join(folder, 'content'), 'one');
    };
    const places = await Promise.all([1, 2, 3].map(() => cached(cacheDir, 'kind/key', make)));
    await cached(cacheDir, 'kind/key', make);
    expect(made).toBe(1);
    expect(new Set(places)).toEqual(new Set([join(cacheDir, 'kind/key')]));
  });

  it('leaves nothing when making fails, and tries again the next time', async () => {
    const cacheDir = await temporaryFolder();
    const failing = cached(cacheDir, 'kind/key', async (folder) => {
      await writeFile(join(folder, 'half'), '');
      throw new Error('interrupted');
    });
    await expect(failing).rejects.toThrow('interrupted');
    expect(await readdir(cacheDir, { recursive: true })).toEqual(['tmp']);
    const place = await cached(cacheDir, 'kind/key', (folder) =>
      writeFile(join(folder, 'whole'), ''),
    );
    expect(await readdir(place)).toEqual(['whole']);
  });

  it('takes the entry of another process that was faster', async () => {
    const cacheDir = await temporaryFolder();
    const place = await cached(cacheDir, 'kind/key', async (folder) => {
      await writeFile(join(folder, 'content'), 'ours');
      await mkdir(join(cacheDir, 'kind/key'), { recursive: true });
      await writeFile(join(cacheDir, 'kind/key/content'), 'theirs');
    });
    expect(await readFile(join(place, 'content'), 'utf8')).toBe('theirs');
    expect(await readdir(join(cacheDir, 'tmp'))).toEqual([]);
  });
});

describe('evict', () => {
  it('drops the least recently used entries over the limit', async () => {
    const cacheDir = await temporaryFolder();
    for (const [key, usedAt] of [
      ['a', 100],
      ['b', 200],
      ['c', 300],
    ] as const) {
      const place = join(cacheDir, 'kind', key);
      await mkdir(place, { recursive: true });
      await writeFile(join(place, 'content'), '');
      await truncate(join(place, 'content'), 1000);
      await utimes(place, usedAt, usedAt);
    }
    await cached(cacheDir, 'kind/a', async () => {});
    await evict(cacheDir, 'kind', 2500);
    expect((await readdir(join(cacheDir, 'kind'))).sort()).toEqual(['a', 'c']);
  });
});

describe('withTemporaryFolder', () => {
  it('removes what a killed process left, but not what a running one uses', async () => {
    const cacheDir = await temporaryFolder();
    const old = [`${2 ** 22 + 1}-killed`, `${process.pid}-running`];
    for (const name of old) {
      await mkdir(join(cacheDir, 'tmp', name), { recursive: true });
      await utimes(join(cacheDir, 'tmp', name), 0, 0);
    }
    const inside = await withTemporaryFolder(cacheDir, async (folder) => {
      expect((await stat(folder)).isDirectory()).toBe(true);
      return folder;
    });
    await expect(stat(inside)).rejects.toThrow('ENOENT');
    expect(await readdir(join(cacheDir, 'tmp'))).toEqual([old[1]]);
  });
});
