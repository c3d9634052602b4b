import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, int8File, problemsIn, sinter, tinyFolder } from './support.js';

const functionDesign = `import { datapath, int } from 'sinter';

export default datapath('<b>&"curve', (d) => {
  const x = d.input('x', { shape: [4], format: int(8), scale: 0.0625, lanes: 1 });
  d.output('y', d.gelu(x, { output: { format: int(8), scale: 0.0625 } }));
});
`;

describe('sinter report', () => {
  it('writes a page with tables and plots, and tells the same to machines', async () => {
    const folder = await tinyFolder({ 'x.npy': int8File([5, 6], (i) => ((i * 37) % 256) - 128) });
    const said = await sinter(folder, ['report', 'tiny.ts', '--input', 'x.npy', '--json']);
    expect(said.status).toBe(0);
    const facts = JSON.parse(said.out);
    expect(facts).toMatchObject({
      file: join(folder, 'rtl-out', 'tiny.html'),
      samples: '5 samples of x.npy',
      name: 'tiny',
      accuracy: { layers: [{ name: 'dense0', unit: 'dense' }], outputs: [{ name: 'p' }] },
      functions: [],
    });
    // One rounding, to the nearest.
    const [dense] = facts.accuracy.layers;
    expect(dense.own.worstSteps).toBeGreaterThan(0.2);
    expect(dense.own.worstSteps).toBeLessThanOrEqual(0.5 + 1e-6);
    expect(dense.own.worstReal).toBeCloseTo(0.1 * dense.own.worstSteps, 9);
    const page = readFileSync(facts.file, 'utf8');
    expect(page).toMatch(/<h1>tiny<\/h1>/);
    expect(page.match(/<svg/g)).toHaveLength(1);
    expect(page).toContain(dense.own.worstSteps.toFixed(3));
  });

  it('plots every function over all of its codes, and escapes what a design says', async () => {
    const folder = await folderWith({ 'curve.ts': functionDesign });
    const said = await sinter(folder, ['report', 'curve.ts', '-o', 'page.html', '--json']);
    const { functions } = JSON.parse(said.out);
    expect(functions).toMatchObject([{ unit: 'gelu', codes: 256, correctlyRounded: 256 }]);
    expect(functions[0].figures.worstSteps).toBeCloseTo(0.498, 3);
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).not.toContain('<b>');
  });

  it('gives the same bytes for the same design', async () => {
    const folder = await tinyFolder();
    for (const file of ['a.html', 'b.html'])
      await sinter(folder, ['report', 'tiny.ts', '-o', file]);
    const [a, b] = ['a.html', 'b.html'].map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(a).toBe(b);
  });

  it.each([
    [['--seed', 'x'], '--seed'],
    [['--input', 'none.npy'], 'none.npy'],
    [['-o', '.'], 'is a folder'],
  ])('refuses %j and writes nothing', async (words, reason) => {
    const folder = await tinyFolder();
    const said = await sinter(folder, ['report', 'tiny.ts', ...words]);
    expect(said.status).toBe(2);
    expect(problemsIn(said)).toContain(reason);
    expect(existsSync(join(folder, 'rtl-out'))).toBe(false);
  });
});
