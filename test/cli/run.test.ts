import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseNpy, serialiseNpy } from '../../generator/npy.js';
import { needsShared, sharedFolder, sharedModel } from '../support/shared.js';
import { folderWith, int8File, privateCache, problemsIn, sinter, tinyFolder } from './support.js';

const samples = int8File([3, 6], (i) => 7 * i - 60);

const run = async (folder: string, ...words: string[]) =>
  sinter(folder, ['run', 'tiny.ts', '--output', 'y.npy', ...words]);

const output = async (folder: string) => parseNpy(await readFile(join(folder, 'y.npy')), 'y.npy');

describe('sinter run', () => {
  it('gives what the golden model gives, from the Verilog', async () => {
    const folder = await tinyFolder({ 'x.npy': samples });
    const said = await run(folder, '--input', 'x.npy', '--jobs', '1');
    expect(said.status).toBe(0);
    expect(said.out).toMatch(
      /^p: \(3, 3\) \|i1 in y\.npy\nfirst sample after 19 cycles, then one every 9 cycles\nsimulated \d+ cycles in /,
    );
    const rtl = await output(folder);
    expect(rtl).toMatchObject({ dtype: '|i1', shape: [3, 3] });
    expect((await run(folder, '--input', 'x=x.npy', '--engine', 'golden')).status).toBe(0);
    expect(await output(folder)).toEqual(rtl);
  });

  it('builds nothing the second time', async () => {
    const folder = await tinyFolder({ 'x.npy': samples });
    await run(folder, '--input', 'x.npy');
    const { err } = await run(folder, '--input', 'x.npy');
    expect(err).toBe('compiling tiny.ts\nbuilding the simulator\nsimulating 3 samples\n');
  });

  it('takes axes of size 1 more or fewer, and wider integers that are codes', async () => {
    const codes = Int32Array.from({ length: 6 }, (_, i) => 10 * i - 30);
    const wide = serialiseNpy({ kind: 'integer', dtype: '<i4', shape: [1, 1, 6], data: codes });
    const narrow = int8File([1, 6], (i) => 10 * i - 30);
    const folder = await tinyFolder({ 'wide.npy': wide, 'narrow.npy': narrow });
    await run(folder, '--input', 'wide.npy', '--engine', 'golden');
    const fromWide = await output(folder);
    await run(folder, '--input', 'narrow.npy', '--engine', 'golden');
    expect(await output(folder)).toEqual(fromWide);
  });

  it('tells its figures with --json', async () => {
    const folder = await tinyFolder({ 'x.npy': samples });
    const { out } = await run(folder, '--input', 'x.npy', '--json', '--jobs', '1');
    expect(JSON.parse(out)).toMatchObject({
      engine: 'rtl',
      outputs: [{ name: 'p', file: join(folder, 'y.npy'), shape: [3, 3], dtype: '|i1' }],
      latencyCycles: 19,
      intervalCycles: 9,
    });
  });

  it('takes formats of other widths and several streams by name', async () => {
    const design = `import { datapath, int, uint } from 'sinter';
      export default datapath('two', (d) => {
                const a = d.input('a', { shape: [2], format: int(12) });
        const b = d.input('b', { shape: [2], format: int(4) });
        d.output('wide', d.requantize(a, { output: { format: int(12), scale: 1 } }));
        d.output('narrow', d.requantize(b, { output: { format: uint(3), scale: 1 } }));
      });`;
    const a = serialiseNpy({
      kind: 'integer',
      dtype: '<u2',
      shape: [1, 2],
      data: Uint16Array.of(2047, 9),
    });
    const folder = await folderWith({
      'two.js': design,
      'a.npy': a,
      'b.npy': int8File([1, 2], (i) => i),
    });
    const said = await sinter(folder, [
      ...['run', 'two.js', '--engine', 'golden', '--input', 'b=b.npy', '--input', 'a=a.npy'],
      ...['--output', 'wide=w.npy', '--output', 'narrow=out/n.npy'],
    ]);
    expect(said.out).toBe('wide: (1, 2) <i2 in w.npy\nnarrow: (1, 2) |u1 in out/n.npy\n');
    const wide = parseNpy(await readFile(join(folder, 'w.npy')), 'w');
    expect([...wide.data]).toEqual([2047, 9]);
  });

  it.skipIf(!sharedFolder)(`gives the bytes of a published output ${needsShared}`, async () => {
    const model = sharedModel('hello_world');
    const folder = await folderWith({ 'x.npy': model.read('input.npy') });
    const said = await sinter(folder, ['run', model.path, '--input', 'x.npy', '--output', 'y.npy']);
    expect(said.status).toBe(0);
    expect(await readFile(join(folder, 'y.npy'))).toEqual(model.read('output.npy'));
  });
});

const float = serialiseNpy({
  kind: 'float',
  dtype: '<f4',
  shape: [1, 6],
  data: new Float32Array(6),
});
const tooLarge = serialiseNpy({
  kind: 'integer',
  dtype: '<i2',
  shape: [2, 6],
  data: Int16Array.from({ length: 12 }, (_, i) => 20 * i),
});

describe('a mistake in what run is given', () => {
  it.each([
    [
      'none.npy',
      'E_FILE at none.npy: cannot be read (no such file); give a file that numpy.save wrote',
    ],
    ['tiny.ts', 'E_FILE at tiny.ts: is no .npy file'],
    [
      'float.npy',
      'E_TYPE at float.npy: holds <f4 values, x needs codes of int8; quantize it first: numpy.round(x / 0.05) + 0, clipped to the format',
    ],
    [
      'shape.npy',
      'E_SHAPE at shape.npy: gives shape (2, 5), x needs (samples, 6); the first axis counts samples',
    ],
    ['flat.npy', 'E_SHAPE at flat.npy: gives shape (6,), x needs (samples, 6)'],
    ['empty.npy', 'E_SHAPE at empty.npy: gives shape (0, 6): no sample'],
    [
      'large.npy',
      'E_TENSOR at large.npy: element 1 of sample 1 is 140, no code of int8 (-128 .. 127)',
    ],
    ['z=shape.npy', 'E_UNKNOWN at --input z=shape.npy: there is no input z; there is x'],
    ['x=', 'E_ARGUMENT at --input x=: names no file'],
  ])('--input %s is one message and exit status 2', async (input, message) => {
    const folder = await tinyFolder({
      'float.npy': float,
      'shape.npy': int8File([2, 5], () => 0),
      'flat.npy': int8File([6], () => 0),
      'empty.npy': int8File([0, 6], () => 0),
      'large.npy': tooLarge,
    });
    const said = await run(folder, '--input', input);
    expect(said).toMatchObject({ status: 2, out: '' });
    expect(problemsIn(said)).toContain(message);
    expect(await readdir(folder)).not.toContain('y.npy');
  });

  it('is found before anything is simulated', async () => {
    const folder = await tinyFolder({ 'x.npy': samples });
    const words = ['run', 'tiny.ts', '--input', 'x.npy', '--output'];
    const below = await sinter(folder, [...words, 'tiny.ts/y.npy']);
    expect(problemsIn(below)).toMatch(
      /^E_OUTPUT at tiny\.ts\/y\.npy: cannot be written \(.*tiny\.ts is no folder\)/,
    );
    const onto = await sinter(folder, [...words, '.']);
    expect(problemsIn(onto)).toBe('E_OUTPUT at .: is a folder; give a file that you may write');
    const unknown = await sinter(folder, [...words, 'q=y.npy']);
    expect(problemsIn(unknown)).toBe(
      'E_UNKNOWN at --output q=y.npy: there is no output q; there is p',
    );
    const none = await sinter(folder, words.slice(0, 4));
    expect(problemsIn(none)).toContain('missing required argument: output; see: sinter run --help');
    for (const said of [below, onto, unknown, none]) {
      expect(said.status).toBe(2);
      expect(said.err).not.toContain('building');
    }
  });
});

describe('a tool that is missing or fails', () => {
  it('is named with the command to run again, exit status 3', async () => {
    const folder = await tinyFolder({ 'x.npy': samples });
    // A compiler is there: which of the two is missed first is not what this is about.
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin', 'g++'), '#!/bin/sh\necho g++\n', { mode: 0o755 });
    const environment = { PATH: join(folder, 'bin'), SINTER_CACHE: join(folder, 'cache') };
    const words = ['run', 'tiny.ts', '--input', 'x.npy', '--output', 'y.npy'];
    const said = await sinter(folder, words, environment);
    expect(said.status).toBe(3);
    expect(said.err).toMatch(
      /Verilator is missing: .*there is no apt-get here\nrun again: apt-get install verilator\n$/,
    );
    const json = await sinter(folder, [...words, '--json'], environment);
    expect(JSON.parse(json.out)).toMatchObject({
      error: { kind: 'tool', command: 'apt-get install verilator' },
    });
    expect(await readdir(folder)).not.toContain('y.npy');
    expect(await readdir(join(folder, 'cache', 'tmp'))).toEqual([]);
  });

  it('leaves nothing when the simulation is killed', async () => {
    const { environment, cache } = await privateCache();
    const folder = await tinyFolder({ 'x.npy': samples });
    const words = ['run', 'tiny.ts', '--input', 'x.npy', '--output', 'y.npy'];
    expect((await sinter(folder, [...words, '--output', 'p=first.npy'], environment)).status).toBe(
      2,
    );
    expect((await sinter(folder, words, environment)).status).toBe(0);
    const [entry = ''] = await readdir(join(cache, 'simulators'));
    const executable = join(cache, 'simulators', entry, 'simulator');
    await writeFile(executable, '#!/bin/sh\nkill -9 $$\n');
    await chmod(executable, 0o755);
    await writeFile(join(folder, 'y.npy'), 'of an earlier run');
    const said = await sinter(folder, words, environment);
    expect(said.status).toBe(3);
    expect(said.err).toMatch(
      /was ended: SIGKILL\nrun again: npx sinter run tiny\.ts --input x\.npy --output y\.npy\n$/,
    );
    expect(await readFile(join(folder, 'y.npy'), 'utf8')).toBe('of an earlier run');
    expect((await readdir(folder)).sort()).toEqual(['tiny.ts', 'x.npy', 'y.npy']);
    expect(await readdir(join(cache, 'tmp'))).toEqual([]);
  });
});
