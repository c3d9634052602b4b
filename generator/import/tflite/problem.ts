import { type Problem, SinterError } from '../../error.js';

export const modelProblem = (place: string, reason: string, hint: string): Problem => ({
  code: 'E_MODEL',
  place,
  reason,
  hint,
});

/** A SinterError of one problem with the model file. */
export const modelError = (place: string, reason: string, hint: string): SinterError =>
  new SinterError(modelProblem(place, reason, hint));

/** The file itself is broken, whatever it was meant to say. */
export const damaged = (place: string, reason: string): SinterError =>
  modelError(place, reason, 'the file is damaged: copy it or convert the model again');

/** Text of the file without control characters, cut to `limit`: safe on a terminal. */
export const cleanText = (text: string, limit: number): string => {
  const clean = text.slice(0, limit).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '_');
  return text.length > limit ? `${clean}...` : clean;
};

/** A name of the file, as messages write it. */
export const quote = (text: string): string => `'${cleanText(text, 60)}'`;

export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** What helps most models that are not as they should be. */
export const quantizeHint = 'convert the model with full integer quantization (int8)';

/** `a, b, c and 12 more`: a list that a damaged or foreign file can make long. */
export const listOf = (items: readonly string[], limit = 8): string =>
  items.length > limit
    ? `${items.slice(0, limit).join(', ')} and ${items.length - limit} more`
    : items.join(', ');
