/**
 * The main job on the shipped example: compile it, prove it in Verilator, and count how many of the
 * held-out images the golden model and the Verilog get right. `make` runs this.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { parseNpy } from '../../generator/npy.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const root = here('../..');
const design = 'examples/glyphs/design.ts';
const images = 'examples/glyphs/weights/test-input.npy';

const sinter = async (...words: readonly string[]): Promise<void> => {
  console.log(`\n$ npx sinter ${words.join(' ')}`);
  const { exitCode } = await execa(process.execPath, [here('../../bin/sinter.js'), ...words], {
    cwd: root,
    stdio: 'inherit',
    reject: false,
  });
  if (exitCode !== 0) process.exit(exitCode ?? 3);
};

const codesOf = (path: string) => {
  const { data, shape } = parseNpy(readFileSync(here(path)), path);
  return { data: Array.from(data, Number), classes: shape[1] ?? 1 };
};

/** Class with the largest code of each row; the first of several. */
const winners = (path: string): readonly number[] => {
  const { data, classes } = codesOf(path);
  return Array.from({ length: data.length / classes }, (_, row) => {
    const codes = data.slice(row * classes, (row + 1) * classes);
    return codes.indexOf(Math.max(...codes));
  });
};

await sinter('compile', design);
await sinter('verify', design, '--vectors', '16');
for (const engine of ['golden', 'rtl']) {
  const output = `rtl-out/glyphs-${engine}.npy`;
  await sinter('run', design, '--input', images, '--output', output, '--engine', engine);
}

const { data: labels } = codesOf('weights/test-labels.npy');
const right = (engine: string): number =>
  winners(`../../rtl-out/glyphs-${engine}.npy`).filter((name, i) => name === labels[i]).length;
const golden = right('golden');
const rtl = right('rtl');
console.log(`\naccuracy: golden ${golden} of ${labels.length}, RTL ${rtl} of ${labels.length}`);
if (golden !== rtl) {
  console.error('golden model and RTL disagree');
  process.exit(1);
}
