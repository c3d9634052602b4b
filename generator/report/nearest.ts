/** Insertions, deletions and substitutions that turn one word into the other (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
};

/** Names shown where there are too many to list. */
const mostNames = 12;

/** Longer words are no misspelt names: not worth the comparison. */
const longestWord = 200;

/**
 * What to say after an unknown word: `did you mean dense0?` where a name is close, else all there are.
 */
export const suggestion = (word: string, names: readonly string[]): string => {
  const short = word.slice(0, longestWord).toLowerCase();
  const [nearest] = names
    .filter((name) => name.length <= longestWord)
    .map((name) => ({ name, edits: distance(short, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits < Math.max(2, name.length / 3) && edits < name.length)
    .sort((a, b) => a.edits - b.edits);
  if (nearest) return `did you mean ${nearest.name}?`;
  const shown = names.slice(0, mostNames).join(', ');
  return `there is ${shown}${names.length > mostNames ? ` and ${names.length - mostNames} more` : ''}`;
};
