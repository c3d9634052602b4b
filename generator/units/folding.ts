import type { Problem } from '../error.js';

/** One problem if a folding parameter exceeds what there is to unroll. */
export const foldingProblems = (
  given: Readonly<Record<string, number | undefined>>,
  limits: Readonly<Record<string, { readonly limit: number; readonly of: string }>>,
  place: string,
): readonly Problem[] =>
  Object.entries(limits).flatMap(([name, { limit, of }]) => {
    const value = given[name] ?? 1;
    if (value <= limit) return [];
    return [
      {
        code: 'E_PARAMETER' as const,
        place: `${place}.array.${name}`,
        reason: `gives ${value}, there are only ${limit} ${of}`,
        hint: `set ${place.slice(place.lastIndexOf('.') + 1)}.array.${name} between 1 and ${limit}`,
      },
    ];
  });
