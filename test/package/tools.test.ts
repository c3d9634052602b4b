import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePackage } from '../../generator/emit/write.js';
import { icarusLint, yosysCheck } from '../../sim/tools/lint.js';
import { tryTool } from '../../sim/tools/run-tool.js';
import { findVerilator } from '../../sim/tools/verilator.js';
import { compileSmall } from './small-network.js';

/** Other tools take the package as it lies, from wherever they are started. */
describe('the package for other tools', () => {
  const compiled = compileSmall();
  let folder = '';
  let packageDir = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sinter-tools-'));
    packageDir = join(folder, 'package');
    writePackage(compiled.package, packageDir);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const rtl = (): readonly string[] =>
    [...compiled.package.files.keys()]
      .filter((path) => path.startsWith('rtl/'))
      .map((path) => join(packageDir, path));

  it('is clean for verilator -Wall by its file list, from another folder', async () => {
    const { command, environment } = await findVerilator();
    const args = ['--lint-only', '-Wall', '-F', join(packageDir, 'tiny.f')];
    expect(await tryTool(command, args, { cwd: tmpdir(), environment })).toEqual({
      status: 0,
      output: '',
    });
  });

  it('is clean for Icarus as Verilog-2005', async () => {
    expect(await icarusLint(rtl(), 'tiny')).toEqual([]);
  });

  it('is clean for Yosys, which sees rtl/*.v only', async () => {
    expect(await yosysCheck(rtl(), 'tiny')).toEqual([]);
  });

  it('lists every Verilog file once, relative to the list', async () => {
    const list = (await readFile(join(packageDir, 'tiny.f'), 'utf8')).trim().split('\n');
    expect(list.map((path) => join(packageDir, path)).sort()).toEqual([...rtl()].sort());
    expect(list.filter((path) => !/^rtl\/[a-z0-9_]+\.v$/.test(path))).toEqual([]);
  });
});
