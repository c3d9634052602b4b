import { isUnitKind } from '../../units/index.js';
import { cleanText } from './problem.js';

const longestName = 64;

/** Whether the builder may give this name to a node itself: `conv2d0`. */
const isNodeName = (name: string): boolean => isUnitKind(name.replace(/\d+$/, ''));

/**
 * Names for streams from the names of tensors, which are any text: cleaned, cut, unique, not empty,
 * and none that a node has.
 */
export const streamNames = (
  given: readonly string[],
  fallback: 'input' | 'output',
): readonly string[] => {
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  return given.map((text, index) => {
    const clean = cleanText(text.trim(), longestName).replace(/\s+/g, '_');
    const base = clean === '' || isNodeName(clean) ? `${fallback}${index}` : clean;
    let name = base;
    for (let count = repeats.get(base) ?? 2; taken.has(name); count++) {
      name = `${base}_${count}`;
      repeats.set(base, count + 1);
    }
    taken.add(name);
    return name;
  });
};
