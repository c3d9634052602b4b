import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Compiled } from '../../generator/compile.js';
import type { StallProfile } from '../../sim/run.js';
import { type ProfileResult, type Tensors, verify } from '../../sim/verify.js';

/** One deliberate fault in a package: which file, and what becomes of its text. */
export interface Sabotage {
  readonly title: string;
  /** Path below the package. */
  readonly file: string;
  edit(text: string): string;
}

/** The edit that replaces `find`, which stands exactly `times` times; throws if it does not. */
export const replacing =
  (find: string | RegExp, by: string, times = 1) =>
  (text: string): string => {
    const pattern =
      typeof find === 'string'
        ? new RegExp(find.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g')
        : new RegExp(find.source, `${find.flags.replace('g', '')}g`);
    const found = text.match(pattern)?.length ?? 0;
    if (found !== times) throw new Error(`${find} stands ${found} times, not ${times}`);
    return text.replace(pattern, by);
  };

const romWord = /^( {4}memory\[(\d+)\] = (\d+)'h)([0-9a-f]+);$/gm;

/** The edit that changes one word of a memory's inlined contents; a negative address counts from the end. */
export const changingWord =
  (address: number, change: (word: bigint, widthBits: number) => bigint) =>
  (text: string): string => {
    const words = [...text.matchAll(romWord)];
    const wanted = words.at(address);
    if (!wanted) throw new Error(`there is no word ${address} in ${words.length} words`);
    const [line, before = '', , width, hex = ''] = wanted;
    const changed = BigInt.asUintN(Number(width), change(BigInt(`0x${hex}`), Number(width)));
    return text.replace(line, `${before}${changed.toString(16).padStart(hex.length, '0')};`);
  };

export const flippingBit = (address: number, bit: number) =>
  changingWord(address, (word, widthBits) => {
    if (bit >= widthBits) throw new Error(`bit ${bit} of ${widthBits}`);
    return word ^ (1n << BigInt(bit));
  });

/** The files of the package with the fault in them; throws where the edit changes nothing. */
export const sabotaged = (
  files: ReadonlyMap<string, string>,
  { title, file, edit }: Sabotage,
): ReadonlyMap<string, string> => {
  const text = files.get(file);
  if (text === undefined) throw new Error(`${title}: there is no ${file}`);
  const changed = edit(text);
  if (changed === text) throw new Error(`${title}: nothing changed in ${file}`);
  return new Map([...files, [file, changed]]);
};

/** Writes the files into a folder of their own for as long as `use` takes. */
export const withPackageFolder = async <Result>(
  files: ReadonlyMap<string, string>,
  use: (packageDir: string) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'sinter-package-'));
  try {
    const packageDir = join(folder, 'package');
    for (const [path, text] of files) {
      await mkdir(dirname(join(packageDir, path)), { recursive: true });
      await writeFile(join(packageDir, path), text);
    }
    return await use(packageDir);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** What `verify` says of files that may have been edited, profile by profile. */
export const verifyFiles = (
  files: ReadonlyMap<string, string>,
  { bound }: Compiled,
  inputs: Tensors,
  stalls: readonly StallProfile[],
): Promise<readonly ProfileResult[]> =>
  withPackageFolder(files, (packageDir) =>
    verify({ packageDir, bound, inputs, stalls, seed: 1, jobs: 1 }),
  );
