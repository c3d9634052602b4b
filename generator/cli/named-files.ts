import { SinterError } from '../error.js';
import { suggestion } from '../report/nearest.js';

/** A file for a stream, by the stream's name. */
export type NamedFiles = ReadonlyMap<string, string>;

/** `NAME=file`: the longest name that leads the text; a name may hold `=` itself. */
const split = (
  text: string,
  names: readonly string[],
): { name: string; file: string } | undefined => {
  const [name] = names
    .filter((one) => text.startsWith(`${one}=`))
    .sort((a, b) => b.length - a.length);
  return name === undefined ? undefined : { name, file: text.slice(name.length + 1) };
};

/**
 * The files of `--input` and `--output`: `NAME=file`, or only a file where there is one stream. What
 * stands before `=` is a name unless it holds a `/`. Throws E_UNKNOWN and E_ARGUMENT.
 */
export const namedFiles = (
  option: '--input' | '--output',
  texts: readonly string[],
  names: readonly string[],
): NamedFiles => {
  const kind = option.slice(2);
  const files = new Map<string, string>();
  for (const text of texts) {
    const place = `${option} ${text}`;
    const [, word] = /^([^/=]+)=/.exec(text) ?? [];
    const found = split(text, names);
    if (!found && word !== undefined) {
      throw new SinterError({
        code: 'E_UNKNOWN',
        place,
        reason: `there is no ${kind} ${word}`,
        hint: suggestion(word, names),
      });
    }
    if (!found && names.length !== 1) {
      throw new SinterError({
        code: 'E_ARGUMENT',
        place,
        reason: `names none of the ${names.length} ${kind}s`,
        hint: `write ${option} NAME=file with NAME one of ${names.join(', ')}`,
      });
    }
    const { name, file } = found ?? { name: names[0] as string, file: text };
    if (file === '' || files.has(name)) {
      throw new SinterError({
        code: 'E_ARGUMENT',
        place,
        reason: file === '' ? 'names no file' : `${kind} ${name} is given more than once`,
        hint: `give each ${kind} one file`,
      });
    }
    files.set(name, file);
  }
  return files;
};
