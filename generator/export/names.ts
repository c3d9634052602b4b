import { identifier } from '../emit/identifiers.js';

/** Words that no variable may be called (ECMAScript 2024, 12.7.2), and those that a design uses itself. */
const reserved = new Set(
  `arguments as async await break case catch class const continue d datapath debugger default delete do
  else enum eval export extends false finally for from function if implements import in Infinity
  instanceof int interface let NaN new null of package private protected public return static super
  switch tensor this throw true try typeof uint undefined var void while with yield`.split(/\s+/),
);

/** `depthwise_conv2d1` as TypeScript calls things: `depthwiseConv2d1`. */
const camel = (name: string): string =>
  identifier(name)
    .replace(/_+$/, '')
    .replace(/_+(.)/g, (_, next: string) => next.toUpperCase())
    .replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());

/** Gives out variable names, each once. */
export class VariableNames {
  readonly #taken = new Set(reserved);

  /** A variable that resembles `words`, put together. */
  next(...words: readonly string[]): string {
    const base = camel(words.join('_'));
    let name = base;
    for (let n = 2; this.#taken.has(name); n++) name = `${base}${/\d$/.test(base) ? '_' : ''}${n}`;
    this.#taken.add(name);
    return name;
  }
}
