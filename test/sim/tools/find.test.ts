import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../sim/cache/folder.js';
import { debianPackage } from '../../../sim/tools/debian.js';
import { findIcarus, type Icarus } from '../../../sim/tools/icarus.js';
import { findOnPath, runTool } from '../../../sim/tools/run-tool.js';
import { findVerilator } from '../../../sim/tools/verilator.js';
import { temporaryFolder } from '../fixtures.js';

/** A machine whose PATH holds only these shell scripts. */
const machine = async (scripts: Readonly<Record<string, string>>) => {
  const folder = await temporaryFolder();
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  const log = join(folder, 'log');
  const environment = { PATH: bin, LOG: log };
  return { environment, cacheDir: join(folder, 'cache'), bin, log };
};

const failingApt = 'echo "E: Unable to locate package"; exit 100';
const dpkg = '/bin/mkdir -p "$3/usr/bin"; echo "from $2" > "$3/usr/bin/tool"';

describe('a tool that is missing', () => {
  it('is named, with what to install', async () => {
    const options = await machine({});
    await expect(findVerilator(options)).rejects.toThrow(
      "Verilator is missing: it is not on PATH, and it cannot be fetched from the system's package archive: there is no apt-get here\nrun again: apt-get install verilator",
    );
    await expect(findIcarus(options)).rejects.toThrow(
      /^Icarus Verilog is missing: .*\nrun again: apt-get install iverilog$/,
    );
  });

  it('is named with what apt-get said', async () => {
    await expect(findVerilator(await machine({ 'apt-get': failingApt }))).rejects.toThrow(
      "fetched from the system's package archive: E: Unable to locate package",
    );
  });

  it('is named when VERILATOR_ROOT points nowhere', async () => {
    const { environment } = await machine({});
    const options = { environment: { ...environment, VERILATOR_ROOT: '/nowhere' } };
    await expect(findVerilator(options)).rejects.toThrow(
      'Verilator is missing: VERILATOR_ROOT is /nowhere, which holds no bin/verilator_bin with include/verilated.h',
    );
  });

  it('is refused when it is too old', async () => {
    const options = await machine({ verilator_bin: 'echo "Verilator 4.038 2020-07-11"' });
    await expect(findVerilator(options)).rejects.toThrow(
      /verilator_bin is "Verilator 4\.038 2020-07-11", Sinter needs Verilator 5\.006 or later/,
    );
  });
});

describe('debianPackage', () => {
  const wanted = { name: 'tool', title: 'Tool' };

  it('fetches once for all callers at the same time', async () => {
    const options = await machine({ 'apt-get': 'echo call >> $LOG; echo > tool_1_all.deb', dpkg });
    const roots = await Promise.all([1, 2, 3].map(() => debianPackage(wanted, options)));
    await rm(join(options.bin, 'apt-get'));
    roots.push(await debianPackage(wanted, options));
    expect(new Set(roots).size).toBe(1);
    expect(await readFile(join(roots[0] ?? '', 'usr/bin/tool'), 'utf8')).toMatch(
      /from .*tool_1_all\.deb/,
    );
    expect(await readFile(options.log, 'utf8')).toBe('call\n');
  });

  it('updates lists of its own when the system has none', async () => {
    const script = `case "$*" in
      *Dir::State::Lists=*update) echo updated >> $LOG ;;
      *Dir::State::Lists=*download*) echo > tool_1_all.deb ;;
      *) ${failingApt} ;;
    esac`;
    const options = await machine({ 'apt-get': script, dpkg });
    await debianPackage(wanted, options);
    expect(await readFile(options.log, 'utf8')).toBe('updated\n');
  });
});

/** This machine without the tools: only what apt-get and dpkg need. */
const bareMachine = async () => {
  const needed = ['apt-get', 'dpkg', 'dpkg-deb', 'tar', 'rm', 'sh', 'xz', 'zstd'];
  const found = await Promise.all(
    needed.map(async (name) => [name, await findOnPath(name, process.env)] as const),
  );
  const present = found.filter(([, path]) => path !== undefined);
  const { environment } = await machine(
    Object.fromEntries(present.map(([name, path]) => [name, `exec ${path} "$@"`])),
  );
  return { environment, cacheDir: await cacheFolder() };
};

const compileHello = async ({ iverilog, vvp }: Icarus): Promise<string> => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'hello.v'), 'module hello; initial $display("hello"); endmodule\n');
  const compile = [...iverilog.args, '-g2005', '-o', 'hello.vvp', 'hello.v'];
  await runTool(iverilog.command, compile, { cwd });
  return runTool(vvp.command, [...vvp.args, 'hello.vvp'], { cwd });
};

describe('the tools that are found run', () => {
  it('Verilator', async () => {
    const { command, environment, version } = await findVerilator();
    expect(version).toMatch(/^Verilator [5-9]/);
    expect(await runTool(command, ['--version'], { environment })).toContain(version);
  });

  it('Icarus, from source to simulation', async () => {
    expect(await compileHello(await findIcarus())).toBe('hello');
  });

  it('fetched from the archive, on a machine without them (skipped where none is reached)', async (test) => {
    const options = await bareMachine();
    const verilator = await findVerilator(options).catch((error: Error) =>
      test.skip(error.message),
    );
    expect(verilator.root).toContain(options.cacheDir);
    const { command, environment } = verilator;
    expect(await runTool(command, ['--version'], { environment })).toMatch(/^Verilator/);
    const icarus = await findIcarus(options);
    expect(icarus.iverilog.command).toContain(options.cacheDir);
    expect(await compileHello(icarus)).toBe('hello');
  });
});
