import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../generator/emit/manifest.js';
import { packageRoot } from '../../generator/emit/root.js';
import { compileSmall } from './small-network.js';

/** Same design, same bytes: a package can be checked in, and a diff of it shows what changed. */
describe('the bytes of a package', () => {
  const { files, manifest } = compileSmall().package;

  it('are the same from one compilation to the next, in the same order', () => {
    expect([...compileSmall().package.files]).toEqual([...files]);
  });

  it('hold no path of this machine, no date and no time', () => {
    const year = new Date().getFullYear();
    for (const [path, text] of files) {
      for (const place of [packageRoot, process.cwd(), tmpdir(), process.env['HOME'] ?? '/root']) {
        expect(`${path}: ${text.includes(`${place}/`)}`).toBe(`${path}: false`);
      }
      expect(text).not.toMatch(/(^|[\s"'(])\/(home|work|tmp|usr|root)\//m);
      expect(text).not.toMatch(
        new RegExp(`\\b${year}[-/.]\\d\\d?[-/.]\\d\\d?\\b|\\b\\d\\d:\\d\\d:\\d\\d\\b`),
      );
      expect(text).not.toContain('\r');
    }
  });

  it('are what the manifest says', () => {
    const others = [...files].filter(([path]) => path !== 'manifest.json');
    expect(manifest.files).toEqual(
      Object.fromEntries(others.map(([path, text]) => [path, sha256(text)])),
    );
    expect(JSON.parse(files.get('manifest.json') ?? '')).toEqual(
      JSON.parse(JSON.stringify(manifest)),
    );
  });
});
