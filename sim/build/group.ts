/** A generated C++ file and what it costs to compile. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: number;
}

/** Files that are compiled together, as one translation unit. */
export interface Group {
  readonly kind: 'fast' | 'slow';
  readonly files: readonly string[];
}

/** Below this, starting a compiler costs more than the model: one translation unit. */
const SMALL_BYTES = 250_000;

/** Compile time grows faster than size: no more than this together. Cold code is mostly tables. */
const GROUP_BYTES = { fast: 120_000, slow: 400_000 } as const;

/** Runs once, at the start: compiled quickly rather than well. */
const isSlow = (file: SourceFile): boolean => /__(Slow|Syms)\.cpp$/.test(file.name);

/** At least `fewest` groups where there are files for them; largest first into the emptiest. */
const balance = (
  files: readonly SourceFile[],
  kind: Group['kind'],
  fewest: number,
): readonly Group[] => {
  const limit = GROUP_BYTES[kind];
  const alone = files.filter(({ bytes }) => bytes >= limit);
  const rest = files.filter(({ bytes }) => bytes < limit);
  const total = rest.reduce((sum, file) => sum + file.bytes, 0);
  const count = Math.min(rest.length, Math.max(fewest - alone.length, 1, Math.ceil(total / limit)));
  const groups = Array.from({ length: count }, () => ({ bytes: 0, files: [] as string[] }));
  for (const file of [...rest].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))) {
    const emptiest = groups.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    emptiest.files.push(file.name);
    emptiest.bytes += file.bytes;
  }
  const together = groups.map((group) => group.files.sort());
  return [...alone.map(({ name }) => [name]), ...together].map((names) => ({ kind, files: names }));
};

/** Shares a model's files out to `jobs` compilers. */
export const groupSources = (files: readonly SourceFile[], jobs: number): readonly Group[] => {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  if (total <= SMALL_BYTES) return [{ kind: 'fast', files: files.map((f) => f.name).sort() }];
  return [
    ...balance(
      files.filter((f) => !isSlow(f)),
      'fast',
      jobs,
    ),
    ...balance(files.filter(isSlow), 'slow', 1),
  ];
};
