import { SinterError } from '../error.js';
import type { Assignment } from '../passes/set-parameters.js';

const fail = (place: string, reason: string, hint: string): never => {
  throw new SinterError({ code: 'E_ARGUMENT', place, reason, hint });
};

/** The value of an option that may be given once; yargs makes a list of more. */
export const once = (option: string, value: unknown): string | undefined => {
  if (Array.isArray(value)) return fail(option, 'is given more than once', 'give it once');
  if (value === '') return fail(option, 'is empty', 'give it a value');
  return typeof value === 'string' ? value : undefined;
};

/** A whole number from `minimum` to 2^31 - 1. Throws E_ARGUMENT. */
export const wholeNumber = (
  option: string,
  value: unknown,
  minimum: number,
): number | undefined => {
  const text = once(option, value);
  if (text === undefined) return undefined;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  const maximum = 2 ** 31 - 1;
  if (number >= minimum && number <= maximum) return number;
  return fail(
    option,
    `gives ${text}, needs a whole number from ${minimum} to ${maximum}`,
    `write ${option} ${Math.max(minimum, 1)}`,
  );
};

/** `I/N`, the I-th of N parts. Throws E_ARGUMENT. */
export const shardOf = (value: unknown): { index: number; count: number } | undefined => {
  const text = once('--shard', value);
  if (text === undefined) return undefined;
  const [, first, second] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (index >= 1 && index <= count) return { index, count };
  return fail('--shard', `gives ${text}, needs I/N with I from 1 to N`, 'write --shard 1/4');
};

/** JSON where it is, else the text itself. */
const parsedValue = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** `path=value` of each `--set`. Throws E_ARGUMENT for what has no `=`, or nothing on a side. */
export const assignmentsOf = (texts: readonly string[]): readonly Assignment[] =>
  texts.map((text) => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1) {
      const hint = 'write --set dense0.array.simd=32';
      return fail(`--set ${text}`, 'is no name.parameter=value', hint);
    }
    return { path: text.slice(0, at), value: parsedValue(text.slice(at + 1)) };
  });
