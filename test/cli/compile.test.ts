import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needsShared, sharedFolder, sharedModel } from '../support/shared.js';
import { norm } from '../support/tflite-transformer.js';
import { writeModel } from '../support/tflite-writer.js';
import { problemsIn, sinter, tinyDesign, tinyFolder } from './support.js';

const compileTiny = async (...words: string[]) =>
  sinter(await tinyFolder(), ['compile', 'tiny.ts', ...words]);

describe('sinter compile', () => {
  it('writes the package and prints a table of the layers and the totals', async () => {
    const folder = await tinyFolder();
    const said = await sinter(folder, ['compile', 'tiny.ts']);
    expect(said).toMatchObject({ status: 0, err: 'compiling tiny.ts\n' });
    expect(said.out).toMatch(
      /^layer +unit +output +folding +multipliers +cycles +memory bits +requant\ndense0 +dense +3 +pe 1 x simd 2 +2 +9 +\d+ +\d+b >>\d+ of 31b >>\d+ +<- bottleneck$/m,
    );
    expect(said.out).toMatch(/^interval +9 +cycles between two inferences$/m);
    expect(said.out).toMatch(/^ideal +7 .* the interval is 1\.29 times that$/m);
    expect(said.out).toMatch(/^MACs +18 +14 of them effectual$/m);
    expect(said.out).toMatch(
      /^bottleneck dense0: 9 cycles; no folding that is left to choose is faster\n\nwritten to rtl-out\/tiny\n$/m,
    );
    expect(await readdir(join(folder, 'rtl-out', 'tiny'))).toEqual(
      expect.arrayContaining(['manifest.json', 'rtl', 'tiny.core', 'tiny.f', 'tiny.sdc']),
    );
  });

  it('prints the figures of the manifest with --json, and nothing else on stdout', async () => {
    const folder = await tinyFolder();
    const said = await sinter(folder, ['compile', 'tiny.ts', '-o', 'out', '--json']);
    const facts = JSON.parse(said.out) as Record<string, unknown>;
    const manifest = JSON.parse(await readFile(join(folder, 'out', 'manifest.json'), 'utf8'));
    expect(facts).toMatchObject({
      folder: join(folder, 'out'),
      name: 'tiny',
      idealIntervalCycles: 7,
      bottlenecks: ['dense0'],
      intervalCycles: manifest.intervalCycles,
      layers: manifest.layers,
    });
  });

  it('tells the bits that say where weights are', async () => {
    const structured = tinyDesign
      .replace(
        '[[1, -2, 3, 0, 5, 6], [0, 1, 2, 3, -4, 5], [7, 7, -7, 0, 0, 1]]',
        '[[1, -2, 0, 0, 5, 6]]',
      )
      .replace('array:', "sparsity: '2:4', array:");
    const folder = await tinyFolder({ 'tiny.ts': structured });
    const table = await sinter(folder, ['compile', 'tiny.ts']);
    // Two groups of two weights, one of three places each.
    expect(table.out).toMatch(/^dense0 .* \d+ \(8 index\) /m);
    const { out } = await sinter(folder, ['compile', 'tiny.ts', '--json']);
    expect(JSON.parse(out).layers[0]).toMatchObject({ indexBits: 8 });
  });

  it('tells the widths of every requantizer, and those of its definition', async () => {
    const added = tinyDesign.replace("d.output('p', h)", "d.output('p', d.softmax(h))");
    const { out } = await sinter(await tinyFolder({ 'tiny.ts': added }), [
      'compile',
      'tiny.ts',
      '--json',
    ]);
    const [dense, softmax] = JSON.parse(out).layers;
    // 0.05 * 0.1 / 0.1 is 0.8 * 2^-4: 31 bits of the product and 4 of the division behind it.
    expect(dense.requantize.definition).toEqual({ multiplierBits: 31, shift: 35 });
    expect(dense.requantize.multiplierBits).toBeLessThan(31);
    expect(dense.requantize.shift).toBeLessThan(35);
    expect(softmax).not.toHaveProperty('requantize');
  });

  it('says what is slowest, and what the next step costs', async () => {
    const open = tinyDesign.replace('array: { pe: 1, simd: 2 }', 'array: { pe: 1, skip: false }');
    const folder = await tinyFolder({ 'tiny.ts': open });
    const said = await sinter(folder, ['compile', 'tiny.ts']);
    expect(said.out).toMatch(
      /^bottleneck dense0: 18 cycles; next step: 9 cycles with 2 multipliers \(\+1\)$/m,
    );
    const { out } = await sinter(folder, ['compile', 'tiny.ts', '--json']);
    expect(JSON.parse(out).nextStep).toEqual({ intervalCycles: 9, multipliers: 2, added: 1 });
  });

  it('sets parameters and folds without touching what is set', async () => {
    const folding = async (...words: string[]) => {
      const { out } = await compileTiny('--json', ...words);
      return JSON.parse(out).layers[0].array;
    };
    expect(await folding('--set', 'dense0.array.simd=3')).toEqual({ pe: 1, simd: 3 });
    expect(await folding('--set', 'dense0.array={"pe":3}')).toEqual({ pe: 3, simd: 1 });
    expect(await folding('--multipliers', '18')).toEqual({ pe: 1, simd: 2 });
  });

  it('takes options before and after the design', async () => {
    const folder = await tinyFolder();
    const words = [
      'compile',
      '--set',
      'dense0.array.pe=3',
      'tiny.ts',
      '--json',
      '--set',
      'x.lanes=6',
    ];
    const { out } = await sinter(folder, words);
    const { layers, streams } = JSON.parse(out);
    expect([layers[0].array.pe, streams[0].lanes]).toEqual([3, 6]);
  });

  it('sets the rounding of every unit', async () => {
    const folder = await tinyFolder();
    await sinter(folder, ['compile', 'tiny.ts', '-o', 'double']);
    await sinter(folder, ['compile', 'tiny.ts', '-o', 'single', '--rounding', 'single']);
    const files = ['double', 'single'].map((one) => readFile(join(folder, one, 'manifest.json')));
    const [double, single] = await Promise.all(files);
    expect(double?.equals(single ?? double)).toBe(false);
  });

  it('shows a norm that it recognised, and its operators with --keep-operators', async () => {
    const model = writeModel(norm('plain', [1, 2, 4]).model);
    const folder = await tinyFolder({ 'norm.tflite': model });
    const kindsWith = async (...words: string[]): Promise<readonly string[]> => {
      const said = await sinter(folder, ['compile', 'norm.tflite', '--json', ...words]);
      expect(said.status).toBe(0);
      return JSON.parse(said.out).layers.map(({ unit }: { unit: string }) => unit);
    };
    expect(await kindsWith()).toEqual(['layer_norm']);
    expect(await kindsWith('--keep-operators')).toEqual([
      ...['mean', 'subtract', 'squared_difference', 'mean', 'add', 'rsqrt', 'multiply'],
    ]);
    for (const command of ['compile', 'run', 'verify', 'compress', 'report']) {
      expect((await sinter(folder, [command, '--help'])).out).toContain('--keep-operators');
    }
  });

  it('gives the top the reset that is asked for', async () => {
    const folder = await tinyFolder();
    const said = await sinter(folder, ['compile', 'tiny.ts', '--reset', 'async-low']);
    expect(said.status).toBe(0);
    const read = (path: string) => readFile(join(folder, 'rtl-out', 'tiny', path), 'utf8');
    expect(await read('rtl/tiny.v')).toContain('input  wire arst_n,');
    expect(JSON.parse(await read('manifest.json')).reset).toEqual({
      ...{ port: 'arst_n', active: 'low', synchronous: false },
    });
  });

  it.skipIf(!sharedFolder)(`folds a model of its own accord ${needsShared}`, async () => {
    const folder = await tinyFolder();
    const words = ['compile', sharedModel('hello_world').path, '--json'];
    const { status, out } = await sinter(folder, words);
    expect(status).toBe(0);
    const { multipliers } = JSON.parse(out);
    expect(multipliers).toBeGreaterThan(3);
    expect(multipliers).toBeLessThanOrEqual(64);
  });
});

describe('a mistake in what compile is given', () => {
  it.each([
    [
      ['--set', 'dense0.array.simdd=3'],
      'E_PARAMETER at --set dense0.array.simdd: dense0 (dense) has no parameter simdd; did you mean simd?',
    ],
    [
      ['--set', 'dense0.array.simd=7'],
      'E_PARAMETER at tiny.dense0.array.simd: gives 7, there are only 6 inputs; set dense0.array.simd between 1 and 6',
    ],
    [
      ['--set', 'dense0.array.simd=wide'],
      'E_PARAMETER at tiny.dense0.array.simd: gives "wide", needs a whole number from 1; set dense0.array.simd to 1 or more',
    ],
    [
      ['--set', 'dense.array.simd=2'],
      'E_UNKNOWN at --set dense.array.simd: tiny has no node or input dense; did you mean dense0?',
    ],
    [
      ['--set', 'foo'],
      'E_ARGUMENT at --set foo: is no name.parameter=value; write --set dense0.array.simd=32',
    ],
    [
      ['--multipliers', 'many'],
      'E_ARGUMENT at --multipliers: gives many, needs a whole number from 1 to 2147483647; write --multipliers 1',
    ],
    [['--interval', '0'], 'E_ARGUMENT at --interval: gives 0, needs a whole number from 1'],
    [['--interval', '5', '--interval', '6'], 'E_ARGUMENT at --interval: is given more than once'],
    [
      ['--interval', '5', '--multipliers', '6'],
      'E_ARGUMENT at --multipliers and --interval: are two goals; give one of them',
    ],
    [
      ['--reset', 'never'],
      'Choices: "sync-high", "sync-low", "async-high", "async-low"; see: sinter compile --help',
    ],
    [['--rounding', 'up'], 'Choices: "double", "single"; see: sinter compile --help'],
    [
      ['--multiplier', '6'],
      'E_ARGUMENT at --multiplier: is no option of this command; did you mean --multipliers? see: sinter compile --help',
    ],
    [['-o'], 'E_ARGUMENT at -o: needs a value; see: sinter compile --help'],
    [['other.ts'], 'E_ARGUMENT at other.ts: is one argument too many; see: sinter compile --help'],
  ])('%j is one message and exit status 2', async (words, message) => {
    const folder = await tinyFolder();
    const said = await sinter(folder, ['compile', 'tiny.ts', ...words]);
    expect(said).toMatchObject({ status: 2, out: '' });
    expect(problemsIn(said)).toContain(message);
    expect(problemsIn(said)).not.toContain('\n');
    expect(existsSync(join(folder, 'rtl-out'))).toBe(false);
  });

  it('is named when the design is missing or faulty', async () => {
    const folder = await tinyFolder({
      'bad.ts': tinyDesign.replace("d.output('p', h)", "d.output('p', h"),
    });
    const missing = await sinter(folder, ['compile', 'none.ts']);
    expect(problemsIn(missing)).toContain('E_FILE at none.ts: cannot be read (no such file)');
    const faulty = await sinter(folder, ['compile', 'bad.ts']);
    expect(problemsIn(faulty)).toMatch(/^E_DESIGN at bad\.ts:12: ParseError: /);
    expect([missing.status, faulty.status]).toEqual([2, 2]);
  });

  it('is an object on stdout with --json', async () => {
    const { status, out } = await compileTiny('--json', '--set', 'dense0.array.simd=7');
    expect(status).toBe(2);
    expect(JSON.parse(out)).toEqual({
      error: {
        kind: 'mistake',
        problems: [
          {
            code: 'E_PARAMETER',
            place: 'tiny.dense0.array.simd',
            reason: 'gives 7, there are only 6 inputs',
            hint: 'set dense0.array.simd between 1 and 6',
          },
        ],
      },
    });
  });

  it('leaves a folder alone that cannot be written or is not a package', async () => {
    const folder = await tinyFolder({ file: 'text', 'home/letter': 'dear' });
    const below = await sinter(folder, ['compile', 'tiny.ts', '-o', 'file/out']);
    expect(problemsIn(below)).toMatch(
      /^E_OUTPUT at .*\/file\/out: cannot be written \(\w+\); give a/,
    );
    const home = await sinter(folder, ['compile', 'tiny.ts', '-o', 'home']);
    expect(problemsIn(home)).toContain('holds files that are no package of ours');
    expect([below.status, home.status]).toEqual([2, 2]);
    expect((await readdir(folder)).sort()).toEqual(['file', 'home', 'tiny.ts']);
    expect(await readdir(join(folder, 'home'))).toEqual(['letter']);
  });
});
