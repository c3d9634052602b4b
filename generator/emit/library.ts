import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './root.js';

const cache = new Map<string, string>();

/** Text of a hand-written module of templates/lib. */
export const libraryText = (name: string): string => {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(join(packageRoot, 'templates', 'lib', `${name}.v`), 'utf8');
  cache.set(name, text);
  return text;
};

const instantiated = (text: string): readonly string[] =>
  [...text.matchAll(/^ +(sinter_[a-z0-9_]+) (?:#\(|[a-z_0-9]+ \()/gm)].map((m) => m[1] as string);

/** Library modules that these Verilog texts instantiate, and those inside them; sorted. */
export const libraryModulesOf = (texts: Iterable<string>): readonly string[] => {
  const found = new Set<string>();
  const visit = (text: string): void => {
    for (const name of instantiated(text)) {
      if (found.has(name)) continue;
      found.add(name);
      visit(libraryText(name));
    }
  };
  for (const text of texts) visit(text);
  return [...found].sort();
};
