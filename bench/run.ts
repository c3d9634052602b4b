/**
 * `npm run bench [-- section...]`: measures, prints, and writes docs/benchmarks.md. Sections that are not
 * asked for stay there as they were.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { area } from './area.js';
import { bitSerial } from './bit-serial.js';
import { constant } from './constant.js';
import { formats } from './formats.js';
import { golden } from './golden.js';
import { models } from './models.js';
import { root } from './networks.js';
import type { Section } from './section.js';
import { sparsity } from './sparsity.js';

const sections: readonly Section[] = [models, golden, area, formats, sparsity, constant, bitSerial];
const file = join(root, 'docs/benchmarks.md');

const head = `# Benchmarks

Written by \`npm run bench\` (or \`npm run bench -- models golden area formats sparsity constant bit-serial\` for some of it): do not edit. Cycles, bits,
cells and ratios are the same on every machine, or nearly; seconds are of the machine of that run.
`;

/** What is in the file below each title. */
const known = (): ReadonlyMap<string, string> => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const parts = text.split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [title = '', ...lines] = part.split('\n');
      return [title, lines.join('\n').trim()];
    }),
  );
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !sections.some((section) => section.name === name));
if (unknown.length > 0) {
  const names = sections.map(({ name }) => name).join(', ');
  console.error(`there is no section ${unknown.join(', ')}; there are ${names}`);
  process.exit(2);
}

const bodies = new Map(known());
for (const { name, title, run } of sections) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n== ${title}`);
  const start = performance.now();
  const body = (await run((line) => console.log(`   ${line}`))).replace(/\n{3,}/g, '\n\n').trim();
  bodies.set(title, body);
  console.log(`\n${body}\n\n(${((performance.now() - start) / 1000).toFixed(0)} s)`);
  const parts = sections.flatMap(({ title: each }) => {
    const text = bodies.get(each);
    return text === undefined ? [] : [`## ${each}\n\n${text}\n`];
  });
  writeFileSync(file, [head, ...parts].join('\n'));
}
