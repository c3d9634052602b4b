import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { loadDesign } from '../../generator/load.js';
import { folderWith, tinyDesign } from './support.js';

const load = async (name: string, text: string | Uint8Array, others = {}) =>
  loadDesign(name, await folderWith({ [name]: text, ...others }));

const supported = 'give a design (.ts, .mts, .js, .mjs) or a model (.tflite)';

describe('a design file', () => {
  it('is TypeScript outside any package that imports sinter', async () => {
    const { name, nodes } = await load('tiny.ts', tinyDesign);
    expect(name).toBe('tiny');
    expect(nodes.map((node) => node.unit)).toEqual(['dense']);
  });

  it('may import other files, and read tensors beside it', async () => {
    const text = tinyDesign.replace(/const weights.*/, "import { weights } from './weights.js';");
    const weights = 'export const weights: number[][] = [[1, 2, 3, 4, 5, 6]];';
    const { nodes } = await load('tiny.mts', text, { 'weights.ts': weights });
    expect(nodes[0]?.parameters['weights']).toMatchObject({ shape: [1, 6] });
  });

  it('may be plain JavaScript', async () => {
    const text = tinyDesign.replace(': number[][]', '');
    expect((await load('tiny.mjs', text)).name).toBe('tiny');
  });

  it('prints to stderr, because stdout is for results', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    await load('tiny.ts', `${tinyDesign}\nconsole.log('hello');`);
    expect(error).toHaveBeenCalledWith('hello');
    error.mockRestore();
  });

  it.each([
    [
      'a syntax error',
      "import { datapath } from 'sinter';\nconst a = ;\n",
      'E_DESIGN at d.ts:2: ParseError: Unexpected token; the design stopped there; correct it and run again',
    ],
    [
      'an exception',
      "import { datapath } from 'sinter';\nexport default datapath('a', () => {\n  throw new RangeError('too\\nmany');\n});\n",
      'E_DESIGN at d.ts:3: RangeError: too; ',
    ],
    ['something thrown that is no error', "throw 'text';\n", 'E_DESIGN at d.ts: throws text; '],
    [
      'a name that sinter does not have',
      "import { dataflow } from 'sinter';\nexport default dataflow('a');\n",
      'E_DESIGN at d.ts:2: TypeError: dataflow is not a function; ',
    ],
    [
      'an import that is not there',
      "import './nothing.js';\n",
      "E_DESIGN at d.ts:1: Error: Cannot find module './nothing.js'; ",
    ],
    [
      'a mistake that sinter finds',
      "import { int } from 'sinter';\nint(99);\n",
      'E_FORMAT at d.ts:2, int(99): a number format has 1 to 64 bits',
    ],
    [
      'no default export',
      'export const a = 1;\n',
      "E_DESIGN at d.ts: exports no design by default; end it with: export default datapath('name', (d) => { ... })",
    ],
    ['another default export', 'export default 3;\n', 'E_DESIGN at d.ts: exports no design'],
    ['an empty file', '', 'E_DESIGN at d.ts: exports no design'],
  ])('with %s is one problem that names the file', async (_, text, message) => {
    const error = await load('d.ts', text).then(
      () => undefined,
      (one: Error) => one,
    );
    expect(error?.name).toBe('SinterError');
    expect(error?.message).toContain(message);
    expect(error?.message).not.toContain('\n');
  });

  it('keeps the problems of the datapath as they are', async () => {
    const text = tinyDesign.replace('simd: 2', 'simd: 7');
    await expect(load('d.ts', text)).rejects.toThrow(
      /^E_PARAMETER at tiny\.dense0\.array\.simd: gives 7, there are only 6 inputs/,
    );
  });
});

describe('a file that is no design', () => {
  it('is named when it is missing, a folder, or of another kind', async () => {
    const folder = await folderWith({ 'net.onnx': '', 'net.pth': '', net: '' });
    await mkdir(join(folder, 'net.ts'));
    const refused = (path: string) => expect(loadDesign(path, folder)).rejects;
    await refused('none.ts').toThrow(
      `E_FILE at none.ts: cannot be read (no such file); ${supported}`,
    );
    await refused('net/a.ts').toThrow('a part of its path is no folder');
    await refused('net.ts').toThrow(`E_FILE at net.ts: is a folder, not a file; ${supported}`);
    await refused('/dev/zero').toThrow('E_FILE at /dev/zero: is no plain file');
    await refused('net.onnx').toThrow(
      `E_FILE at net.onnx: is an ONNX model, which is not read yet; ${supported}`,
    );
    await refused('net.pth').toThrow(`has the unknown extension .pth; ${supported}`);
    await refused('net').toThrow(`E_FILE at net: has no extension; ${supported}`);
  });

  it('is refused by its size before memory is taken', async () => {
    const folder = await folderWith({});
    await writeFile(join(folder, 'big.tflite'), '');
    await truncate(join(folder, 'big.tflite'), 2 ** 31 + 1);
    await expect(loadDesign('big.tflite', folder)).rejects.toThrow(
      'E_FILE at big.tflite: has 2147483649 bytes, more than 2147483648',
    );
  });

  it('is refused by the importer when a .tflite holds no model', async () => {
    await expect(load('m.tflite', 'not a model')).rejects.toThrow(/^E_MODEL at m\.tflite/);
  });
});
