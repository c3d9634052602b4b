import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { main } from '../../generator/cli/main.js';
import { serialiseNpy } from '../../generator/npy.js';
import { cacheFolder, type Environment } from '../../sim/cache/folder.js';
import { temporaryFolder } from '../sim/fixtures.js';

/** One dense layer on six inputs: its simulator builds in a second. */
export const tinyDesign = `import { datapath, int, tensor } from 'sinter';

const weights: number[][] = [[1, -2, 3, 0, 5, 6], [0, 1, 2, 3, -4, 5], [7, 7, -7, 0, 0, 1]];

export default datapath('tiny', (d) => {
  const x = d.input('x', { shape: [6], format: int(8), scale: 0.05, lanes: 2 });
  const h = d.dense(x, {
    weights: tensor.of(weights, int(4), { scale: 0.1 }),
    array: { pe: 1, simd: 2 },
    output: { format: int(8), scale: 0.1 },
  });
  d.output('p', h);
});
`;

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with these files that is gone after the test. */
export const folderWith = async (files: Files): Promise<string> => {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
};

/** A folder with the tiny design and other files. */
export const tinyFolder = (files: Files = {}): Promise<string> =>
  folderWith({ 'tiny.ts': tinyDesign, ...files });

export interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `sinter` in `directory` within this process. */
export const sinter = async (
  directory: string,
  argv: readonly string[],
  environment: Environment = process.env,
): Promise<Said> => {
  const said = { out: '', err: '' };
  const status = await main(argv, {
    directory,
    environment,
    out: (text) => {
      said.out += `${text}\n`;
    },
    err: (text) => {
      said.err += `${text}\n`;
    },
    screen: undefined,
    columns: 100,
  });
  return { status, ...said };
};

/** Only the problems on stderr, without the lines of progress before them. */
export const problemsIn = ({ err }: Said): string =>
  err
    .split('\n')
    .filter((line) => line.startsWith('E_'))
    .join('\n');

/** Samples of int8 codes as a .npy file. */
export const int8File = (shape: readonly number[], code: (i: number) => number): Uint8Array =>
  serialiseNpy({
    kind: 'integer',
    dtype: '|i1',
    shape,
    data: Int8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => code(i)),
  });

/**
 * An environment with a cache of its own, in which only what every build shares (tools, Verilator's
 * runtime) is the machine's.
 */
export const privateCache = async (): Promise<{ environment: Environment; cache: string }> => {
  const cache = await temporaryFolder();
  const shared = await cacheFolder();
  for (const name of await readdir(shared)) {
    if (name !== 'simulators' && name !== 'tmp')
      await symlink(join(shared, name), join(cache, name));
  }
  return { environment: { ...process.env, SINTER_CACHE: cache }, cache };
};
