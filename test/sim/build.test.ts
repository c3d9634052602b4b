import { appendFile, chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SinterError, ToolError } from '../../generator/error.js';
import { type BuildOptions, buildSimulator } from '../../sim/build.js';
import { findVerilator } from '../../sim/tools/verilator.js';
import { INT8, input, output, slice, temporaryFolder, writePackage } from './fixtures.js';

const streams = [input('x', INT8), output('y', INT8)];

const slicePackage = () => writePackage('slice', streams, slice(8));

/** A cache of its own, and a compiler that counts its calls. */
const countingOptions = async () => {
  const folder = await temporaryFolder();
  const log = join(folder, 'log');
  const CXX = join(folder, 'counting-g++');
  await writeFile(log, '');
  await writeFile(CXX, `#!/bin/sh\necho "$@" >> '${log}'\nexec g++ "$@"\n`);
  await chmod(CXX, 0o755);
  const { root } = await findVerilator();
  const steps: string[] = [];
  const options: BuildOptions = {
    cacheDir: join(folder, 'cache'),
    environment: { ...process.env, CXX, VERILATOR_ROOT: root },
    onProgress: (step) => steps.push(step.kind),
  };
  /** Calls of the compiler for a source; headers are compiled beforehand where it can. */
  const compilations = async () =>
    (await readFile(log, 'utf8')).split('\n').filter((line) => / -c .*\.(cc|cpp) /.test(line))
      .length;
  const start = async () => {
    steps.length = 0;
    await writeFile(log, '');
  };
  return { options, steps, compilations, start };
};

describe('buildSimulator', () => {
  it('builds once for the same Verilog, wherever it lies, and the runtime once for all', async () => {
    const { options, steps, compilations, start } = await countingOptions();
    const folder = await slicePackage();
    const first = await buildSimulator(folder, options);
    expect(steps).toEqual(['runtime', 'verilate', 'compile', 'compile', 'link']);
    expect(await compilations()).toBe(4);

    await start();
    expect(await buildSimulator(folder, options)).toEqual(first);
    const copy = await buildSimulator(await slicePackage(), options);
    expect(copy.executable).toBe(first.executable);
    expect([steps, await compilations()]).toEqual([[], 0]);

    await appendFile(join(folder, 'rtl', 'slice.v'), '// changed\n');
    const changed = await buildSimulator(folder, options);
    expect(changed.executable).not.toBe(first.executable);
    expect([steps, await compilations()]).toEqual([['verilate', 'compile', 'compile', 'link'], 1]);

    await start();
    await rm(first.executable);
    await buildSimulator(copy.design.directory, options);
    expect(await compilations()).toBe(1);
    expect(await readdir(join(options.cacheDir ?? '', 'tmp'))).toEqual([]);
  });

  it('leaves nothing half-built when it is cancelled or the compiler fails', async () => {
    const { options } = await countingOptions();
    const stop = new AbortController();
    const onProgress = () => setTimeout(() => stop.abort(), 200);
    const cancelled = buildSimulator(await slicePackage(), {
      ...options,
      signal: stop.signal,
      onProgress,
    });
    await expect(cancelled).rejects.toThrow(/was cancelled\nrun again: /);
    const environment = { ...options.environment, CXX: 'false' };
    await expect(buildSimulator(await slicePackage(), { ...options, environment })).rejects.toThrow(
      ToolError,
    );
    const entries = await readdir(options.cacheDir ?? '', { recursive: true });
    expect(entries.filter((entry) => /simulator|\.o$|tmp./.test(entry))).toEqual([]);
  });

  it('says what Verilator says when the Verilog is wrong', async () => {
    const build = buildSimulator(await writePackage('broken', streams, 'wire x = ;'));
    await expect(build).rejects.toThrow(/%Error: .*broken\.v:.*syntax error/);
    await expect(build).rejects.toThrow(/run again: .*verilator_bin --cc .* --top-module broken/);
  });

  it('refuses a manifest that does not fit the Verilog', async () => {
    const wide = { ...INT8, elementBits: 16 };
    const folder = await writePackage('slice', streams, slice(8));
    const manifest = { name: 'slice', top: 'slice', streams: [streams[0], output('y', wide)] };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    await expect(buildSimulator(folder)).rejects.toThrow(
      'm_axis_y_tdata is not as wide as manifest.json says',
    );
  });

  it('names a missing compiler', async () => {
    const environment = { ...process.env, CXX: 'no-such-compiler' };
    await expect(buildSimulator(await slicePackage(), { environment })).rejects.toThrow(
      'a C++ compiler is missing: CXX is no-such-compiler, which is not on PATH\nrun again: apt-get install g++',
    );
  });

  it('reports everything that is wrong with a manifest', async () => {
    const folder = await slicePackage();
    const bad = {
      name: '../x',
      top: 'slice',
      streams: [{ ...streams[0], tdataBits: 16 }, streams[1]],
    };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(bad));
    const error: unknown = await buildSimulator(folder).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(SinterError);
    expect((error as SinterError).problems).toEqual([
      {
        code: 'E_FILE',
        place: `${folder}/manifest.json: name`,
        reason: 'is not a Verilog identifier',
      },
      {
        code: 'E_FILE',
        place: `${folder}/manifest.json: streams.0.tdataBits`,
        reason: 'is not lanes x elementBits, padded to bytes',
      },
    ]);
  });

  it('names a folder that is no package', async () => {
    await expect(buildSimulator('/nowhere')).rejects.toThrow(
      'E_FILE at /nowhere/manifest.json: cannot be read; is this a folder that `sinter compile` wrote?',
    );
  });
});
