import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { commentText } from './identifiers.js';
import { packageRoot, version } from './root.js';

const templates = join(packageRoot, 'templates');
const suffix = '.v.hbs';

const handlebars = Handlebars.create();
for (const file of readdirSync(join(templates, 'partials'))) {
  if (!file.endsWith(suffix)) continue;
  handlebars.registerPartial(
    file.slice(0, -suffix.length),
    readFileSync(join(templates, 'partials', file), 'utf8'),
  );
}

const compiled = new Map<string, HandlebarsTemplateDelegate>();

const templateOf = (name: string, extension: string): HandlebarsTemplateDelegate => {
  const path = `${name}${extension}`;
  const known = compiled.get(path);
  if (known) return known;
  const template = handlebars.compile(readFileSync(join(templates, path), 'utf8'), {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    preventIndent: true,
  });
  compiled.set(path, template);
  return template;
};

/**
 * Renders templates/<name><extension> with `view`. A value that is missing, or that prints as
 * `undefined`, `NaN` or `[object`, is the generator's own mistake and throws.
 */
export const render = (name: string, view: object, extension = suffix): string => {
  const dslName = commentText(String(Reflect.get(view, 'dslName') ?? ''));
  const text = templateOf(name, extension)({ ...view, dslName, version });
  const wrong = /undefined|NaN|\[object/.exec(text);
  if (wrong) {
    const line = text.slice(0, wrong.index).split('\n').length;
    throw new Error(`template ${name}${extension} printed "${wrong[0]}" in line ${line}`);
  }
  return text;
};
