import { it, expect } from 'vitest';
import { mkdtempSync, readFileSync } from 'node:fs';
import { sharedModel, sharedModels } from './support/shared.js';
import { sinter } from './cli/support.js';
import { loadDesign } from '../generator/load.js';
import { compile } from '../generator/compile.js';
const dir = '/tmp/tap/emit-' + process.pid;
import { mkdirSync } from 'node:fs';
mkdirSync(dir, {recursive: true});
for (const name of ['vww']) for (const words of [[], ['--multipliers','200']]) {
  if (words.length && !['kws','resnet8'].includes(name)) continue;
  it(name+words, async () => {
    const t0 = Date.now();
    const d = name + words.length;
    const a = await sinter(dir, ['compile', sharedModel(name).path, '-o', d+'-a', '--emit-design', d+'/'+name+'.ts', ...words]);
    console.log(a.out.split('\n').slice(-4).join('\n'), a.err);
    const t1 = Date.now();
    const b = await sinter(dir, ['compile', d+'/'+name+'.ts', '-o', d+'-b', ...words]);
    const c = await sinter(dir, ['compile', d+'/'+name+'.ts', '-o', d+'-c']);
    expect([b.status, c.status]).toEqual([0, 0]);
    const { execFileSync } = await import('node:child_process');
    execFileSync('diff', ['-r', dir+'/'+d+'-a', dir+'/'+d+'-b']);
    execFileSync('diff', ['-r', dir+'/'+d+'-a', dir+'/'+d+'-c']);
    console.log(t1-t0, Date.now()-t1, dir);
  });
}
