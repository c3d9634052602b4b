import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePackage } from '../../generator/emit/write.js';
import { type Package, readPackage } from '../../sim/manifest.js';
import { goldenOutputs, type Tensors } from '../../sim/verify.js';
import { runIcarus } from '../support/icarus.js';
import { changingWord, sabotaged, withPackageFolder } from '../support/sabotage.js';
import { compileSmall, smallInputs } from './small-network.js';

/**
 * A package needs nothing of ours: another simulator, a testbench of plain Verilog, another working
 * directory, memory contents inlined or from files.
 */
describe('the package under Icarus Verilog', () => {
  const compiled = compileSmall();
  const inputs = smallInputs(8);
  const tensors: Tensors = new Map([...inputs, ...goldenOutputs(compiled.bound, inputs)]);
  let folder = '';
  let design: Package;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sinter-icarus-'));
    writePackage(compiled.package, join(folder, 'package'));
    design = await readPackage(join(folder, 'package'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (name: string, more: { gaps?: boolean; memoryFolder?: string } = {}) =>
    runIcarus({ design, tensors, folder: join(folder, name), gaps: false, ...more });

  it('gives the golden outputs, at the promised interval', async () => {
    const output = await run('plain');
    expect(output).toMatch(/^PASS 432 beats in \d+ cycles$/m);
    const { intervalCycles, latencyCycles } = compiled.package.manifest;
    const cycles = Number(/in (\d+) cycles/.exec(output)?.[1]);
    // Reset, the first beat's cycle and the testbench's wait for surplus beats are around it.
    expect(cycles - 500).toBeGreaterThanOrEqual(7 * intervalCycles + latencyCycles);
    expect(cycles - 520).toBeLessThan(7 * intervalCycles + latencyCycles);
  });

  it('gives them with gaps on both sides', async () => {
    expect(await run('gaps', { gaps: true })).toMatch(/^PASS 432 beats in \d+ cycles$/m);
  });

  it('gives them with the memories read from mem/', async () => {
    const memoryFolder = join(design.directory, 'mem');
    expect(await run('memories', { memoryFolder })).toMatch(/^PASS 432 beats/m);
  });

  it('really reads the memories from there: a changed image changes the outputs', async () => {
    const image = 'mem/tiny_scores_weights.mem';
    const changed = sabotaged(compiled.package.files, {
      title: 'a changed image',
      file: image,
      edit: (text) =>
        text.replace(/^.*/, (word) => word.replace(/.$/, (d) => (d === '0' ? '9' : '0'))),
    });
    await withPackageFolder(changed, async (packageDir) => {
      const other = await readPackage(packageDir);
      const memoryFolder = join(packageDir, 'mem');
      const common = { design: other, tensors, gaps: false };
      const fromFiles = { ...common, folder: join(folder, 'changed'), memoryFolder };
      expect(await runIcarus(fromFiles)).toMatch(/^FAIL \d+ errors in 432 beats$/m);
      const inlined = { ...common, folder: join(folder, 'unchanged') };
      expect(await runIcarus(inlined)).toMatch(/^PASS 432 beats/m);
    });
  });

  it('tells a package that is wrong', async () => {
    const wrong = sabotaged(compiled.package.files, {
      title: 'a wrong weight',
      file: 'rtl/tiny_mixed_weights.v',
      edit: changingWord(3, (word) => word ^ 0x80n),
    });
    await withPackageFolder(wrong, async (packageDir) => {
      const other = await readPackage(packageDir);
      const output = await runIcarus({
        design: other,
        tensors,
        gaps: true,
        folder: join(folder, 'wrong'),
      });
      expect(output).toMatch(/^m_axis_scores: beat \d+: expected [0-9a-f]{2}, got [0-9a-f]{2}$/m);
      expect(output).toMatch(/^FAIL \d+ errors in 432 beats$/m);
    });
  });

  it('holds the same contents in mem/ as in the Verilog', () => {
    const { files } = compiled.package;
    const images = [...files.keys()].filter((path) => path.startsWith('mem/'));
    expect(images).toHaveLength(6);
    for (const image of images) {
      const verilog = files.get(image.replace('mem/', 'rtl/').replace(/\.mem$/, '.v')) ?? '';
      const words = [...verilog.matchAll(/^ {4}memory\[(\d+)\] = \d+'h([0-9a-f]+);$/gm)];
      expect(words.map(([, address]) => Number(address))).toEqual(words.map((_, i) => i));
      expect(`${words.map(([, , word]) => word).join('\n')}\n`).toBe(files.get(image));
    }
  });
});
