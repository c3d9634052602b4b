import type { Problem } from '../error.js';
import { formatName, isFloating, isInteger, type NumberFormat } from '../ir/format.js';
import type { StreamType } from '../ir/stream.js';

/** Whether a unit knows what codes of a format are worth, or need not know. */
export type TakesFormat = (format: NumberFormat) => boolean;

/** What a unit takes that does not say otherwise. */
export const integersOnly: TakesFormat = isInteger;

/**
 * For units that know every integer value, and those that move codes in their order and never look at them: but
 * not codes that have their value with those of another stream, nor floats, which are no integers.
 */
export const everyFormat: TakesFormat = (format) => !isFloating(format);

/** For units that move codes one by one: pairs would part. */
export const singleCodes: TakesFormat = (format) => everyFormat(format) && format.kind !== 'olive';

/** For units that only look at a stream in another shape: single-precision numbers stand for themselves. */
export const wholeStreams: TakesFormat = (format) =>
  everyFormat(format) || format.kind === 'float32';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Formats of constants and outputs within a unit's parameters, by the way to them. */
const formatsIn = (value: unknown, path: string): readonly (readonly [string, NumberFormat])[] => {
  if (!isObject(value) || ArrayBuffer.isView(value) || Array.isArray(value)) return [];
  const format: unknown = Reflect.get(value, 'format');
  if (isObject(format)) return [[path, format as NumberFormat]];
  return Object.entries(value).flatMap(([key, inner]) => formatsIn(inner, `${path}.${key}`));
};

/** Formats that a unit does not take: of its input streams, its constants and its output. */
export const formatProblems = (
  kind: string,
  takes: TakesFormat,
  parameters: unknown,
  inputs: readonly StreamType[],
  place: string,
): readonly Problem[] =>
  [
    ...inputs.map(({ format }) => [`${place}.in`, format] as const),
    ...formatsIn(parameters, place),
  ].flatMap(([at, format]): Problem[] =>
    takes(format)
      ? []
      : [
          {
            code: 'E_FORMAT',
            place: at,
            reason: `gives ${formatName(format)}, which ${kind} does not take`,
            hint: takes === integersOnly ? 'needs int or uint' : 'give another format',
          },
        ],
  );
