import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../generator/compile.js';
import { datapath } from '../../generator/dsl/datapath.js';
import { int } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { packageRoot, version } from '../../generator/emit/root.js';
import { designText } from '../../generator/export/design-text.js';
import { explicitDatapath } from '../../generator/export/explicit.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import { loadDesign } from '../../generator/load.js';
import { folderWith, problemsIn, sinter, tinyDesign, tinyFolder } from '../cli/support.js';
import { needsShared, sharedFolder, sharedModel } from '../support/shared.js';
import { chainModel } from '../support/tflite-models.js';
import { writeModel } from '../support/tflite-writer.js';

/** Files of a folder and those below it, by path, as text. */
const filesIn = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }): Promise<[string, string]> => {
      const path = join(parentPath, name);
      return [path.slice(folder.length), await readFile(path, 'latin1')];
    }),
  );
  return new Map(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Compiles a model and the design it becomes; both packages, and the design's text. */
const roundTrip = async (folder: string, model: string, ...options: string[]) => {
  const words = ['compile', model, '-o', 'a', '--emit-design', 'd/design.ts', ...options];
  expect(await sinter(folder, words)).toMatchObject({ status: 0 });
  // The folding stands in the design: what chose it is not needed again.
  for (const [out, more] of [
    ['b', options],
    ['c', []],
  ] as const) {
    const said = await sinter(folder, ['compile', 'd/design.ts', '-o', out, ...more]);
    expect(said).toMatchObject({ status: 0 });
  }
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((one) => filesIn(join(folder, one))));
  return { packages: [a, b, c], text: await readFile(join(folder, 'd', 'design.ts'), 'utf8') };
};

const formatted = (text: string): string =>
  execFileSync(
    join(packageRoot, 'node_modules', '.bin', 'biome'),
    ['format', '--stdin-file-path=design.ts'],
    { input: text, cwd: packageRoot, encoding: 'utf8' },
  );

describe('a model that is written as a design', () => {
  it.each([[[]], [['--multipliers', '12']], [['--interval', '200', '--rounding', 'single']]])(
    'compiles to the same bytes, with %j and without',
    async (options) => {
      const folder = await folderWith({ 'chain.tflite': writeModel(chainModel) });
      const { packages, text } = await roundTrip(folder, 'chain.tflite', ...options);
      expect(packages[1]).toEqual(packages[0]);
      expect(packages[2]).toEqual(packages[0]);
      expect(text).toBe(formatted(text));
      expect(text).not.toContain(folder);
    },
  );

  it.skipIf(!sharedFolder).each(['kws', 'resnet8', 'vww'])(
    `%s compiles to the same bytes ${needsShared}`,
    async (name) => {
      const { path } = sharedModel(name);
      const { packages, text } = await roundTrip(await folderWith({}), path);
      expect(packages[1]).toEqual(packages[0]);
      expect(packages[2]).toEqual(packages[0]);
      expect(text).toBe(formatted(text));
    },
  );

  it('reads like one that a person wrote', async () => {
    const folder = await tinyFolder();
    await sinter(folder, ['compile', 'tiny.ts', '--emit-design', 'out/copy.ts']);
    const text = await readFile(join(folder, 'out', 'copy.ts'), 'utf8');
    expect(text.replace(version, 'VERSION')).toMatchInlineSnapshot(`
      "// Written by sinter VERSION. Parameters are explicit; codes of weights are in copy-weights.
      import { datapath, int, tensor } from 'sinter';

      export default datapath('tiny', (d) => {
        const x = d.input('x', {
          shape: [6],
          format: int(8),
          scale: 0.05,
          lanes: 2,
        });
        const dense0 = d.dense(x, {
          name: 'dense0',
          weights: tensor.fromNpy('copy-weights/dense0.weights.npy', int(4), { scale: 0.1 }),
          array: { pe: 1, simd: 2 },
          output: { format: int(8), scale: 0.1 },
        });
        d.output('p', dense0);
      });
      "
    `);
    expect(await readdir(join(folder, 'out', 'copy-weights'))).toEqual(['dense0.weights.npy']);
  });
});

/** What a design says of itself is what it was made of. */
const again = async (given: Datapath): Promise<Datapath> => {
  const { text, weights } = designText(given, 'w');
  const folder = await folderWith({ 'design.ts': text });
  await mkdir(join(folder, 'w'));
  for (const [name, bytes] of weights) await writeFile(join(folder, 'w', name), bytes);
  expect(formatted(text)).toBe(text);
  return loadDesign(join(folder, 'design.ts'));
};

/** A datapath without what constants say of their origin. */
const withoutOrigin = (given: Datapath): unknown =>
  JSON.parse(
    JSON.stringify(given, (key, value: unknown) =>
      key === 'origin' ? undefined : typeof value === 'bigint' ? String(value) : value,
    ),
  );

describe('the text of a design', () => {
  it('gives every kind of parameter back: constants, lists, operands, long rows', async () => {
    const output = { format: int(8), scale: 0.1, zeroPoint: -7 };
    const given = datapath('all', (d) => {
      const x = d.input('x', { shape: [2, 12], format: int(8), scale: 1 / 3, lanes: 4 });
      const plus = d.add(x, tensor.of([[5]], int(8), { scale: 1e-7 * 3, zeroPoint: 2 }), {
        output,
      });
      const minus = d.subtract(plus, tensor.of([1], int(4), { scale: 0.5 }), {
        output,
        reversed: true,
      });
      const both = d.concatenate([plus, minus], { axis: 1, inputFifo: [3, 0] });
      const factors = Array.from({ length: 24 }, (_, i) => 1 / (i + 3));
      const scaled = d.requantize(both, { factor: factors, output });
      const multipliers = [{ multiplier: 2 ** 30, shift: -2 }];
      const wide = d.requantize(scaled, { name: 'wide', multipliers, output });
      d.output('y', d.mean(wide, { axes: [0], output }));
    }).build({ baseDirectory: '.' });
    expect(withoutOrigin(await again(given))).toEqual(withoutOrigin(given));
  });

  it('holds names that are anything, and runs nothing of them', async () => {
    const hostile = [
      "'); process.exit(9); ('",
      '*/ x',
      '`$' + '{1}`',
      'a"b\n\u2028',
      'int',
      'class',
      'd',
    ];
    const given = datapath("it's", (d) => {
      let stream = d.input('../../x', { shape: [4], format: int(8) });
      for (const name of hostile) stream = d.relu(stream, { name });
      const weights = tensor.of([[1, 2, 3, 4]], int(8));
      d.output(
        './y',
        d.dense(stream, { name: '../w', weights, output: { format: int(8), scale: 9 } }),
      );
    }).build({ baseDirectory: '.' });
    expect(withoutOrigin(await again(given))).toEqual(withoutOrigin(given));
    expect([...designText(given, 'w').weights.keys()]).toEqual(['w.weights.npy']);
  });
});

/** Four rows of which the next layer reads two. */
const prunable = (array: object): Compiled =>
  compile(
    datapath('prunable', (d) => {
      const x = d.input('x', { shape: [32], format: int(8), scale: 0.1 });
      const ones = Array.from({ length: 4 }, () => new Array<number>(32).fill(1));
      const output = { format: int(8), scale: 3 };
      const h = d.dense(x, { weights: tensor.of(ones, int(8)), output, array });
      d.output('y', d.dense(h, { weights: tensor.of([[1, 0, 2, 0]], int(8)), output }));
    }).build({ baseDirectory: '.' }),
  );

describe('a folding that is set', () => {
  it('stays when channels go that nobody reads', () => {
    const { hardware } = prunable({ pe: 1, skip: true });
    expect(hardware.nodes[0]?.unit.spec.output.shape).toEqual([2]);
    expect(hardware.nodes[0]?.unit.spec.folding).toEqual({ pe: 1, skip: 1 });
  });

  it('is that of what is left, in the network as it was', () => {
    const compiled = prunable({});
    const { datapath: explicit, whole } = explicitDatapath(compiled);
    expect(whole).toBe(true);
    expect(explicit.nodes[0]?.parameters['weights']).toMatchObject({ shape: [4, 32] });
    expect(explicit.nodes.map(({ parameters }) => parameters['array'])).not.toContain(undefined);
    expect([...compile(explicit).package.files]).toEqual([...compiled.package.files]);
  });

  it('stands in the simplified network where it fits no other', () => {
    const compiled = compile(
      datapath('pooled', (d) => {
        const x = d.input('x', { shape: [4, 4, 8], format: int(8), scale: 0.1, lanes: 8 });
        const pooled = d.maxPool(x, { size: [2, 2], stride: [2, 2] });
        const codes = Array.from({ length: 64 }, (_, i) => (i % 8 < 5 ? (i % 7) + 1 : 0));
        const weights = tensor.fromCodes(codes, [8, 1, 1, 8], int(8));
        const output = { format: int(8), scale: 3 };
        const mixed = d.conv2d(pooled, { weights, output });
        const slim = d.maxPool(mixed, { name: 'slim', size: [1, 1], stride: [1, 1] });
        const reads = Array.from({ length: 8 }, (_, i) => (i < 5 ? 1 : 0));
        d.output(
          'y',
          d.conv2d(slim, { weights: tensor.fromCodes(reads, [1, 1, 1, 8], int(8)), output }),
        );
      }).build({ baseDirectory: '.' }),
      { kind: 'interval', cycles: 16 },
    );
    const { datapath: explicit, whole } = explicitDatapath(compiled);
    expect(whole).toBe(false);
    const verilog = (files: ReadonlyMap<string, string>) =>
      [...files].filter(([path]) => path !== 'manifest.json');
    expect(verilog(compile(explicit).package.files)).toEqual(verilog(compiled.package.files));
  });
});

describe('a design that cannot be written', () => {
  const emit = async (file: string, files: Readonly<Record<string, string>> = {}) => {
    const folder = await tinyFolder(files);
    const said = await sinter(folder, ['compile', 'tiny.ts', '--emit-design', file]);
    expect(said.status).toBe(2);
    return { problem: problemsIn(said), left: (await readdir(folder)).sort() };
  };

  it.each([
    [
      'copy.txt',
      'E_OUTPUT at copy.txt: is no name of a design; end it in one of .ts, .mts, .js, .mjs',
    ],
    ['tiny.ts', 'E_OUTPUT at tiny.ts: exists already; remove it or give another name'],
    ['tiny.ts/copy.ts', 'E_OUTPUT at tiny.ts/copy.ts: cannot be written ('],
  ])('%s is one message, and nothing is changed', async (file, message) => {
    const { problem, left } = await emit(file);
    expect(problem).toContain(message);
    expect(left.filter((name) => name !== 'rtl-out')).toEqual(['tiny.ts']);
  });

  it('leaves a folder alone that is there already', async () => {
    const { problem } = await emit('copy.ts', { 'copy-weights/notes.txt': tinyDesign });
    expect(problem).toBe(
      'E_OUTPUT at copy.ts: its weights would go to copy-weights, which exists already; give another name',
    );
  });
});
