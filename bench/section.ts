/** One part of `npm run bench`: what it measures, as Markdown. */
export interface Section {
  readonly name: string;
  readonly title: string;
  /** The body below the title; `say` is told of progress. */
  readonly run: (say: (line: string) => void) => Promise<string>;
}

/** A Markdown table; the first column is text, the others are numbers. */
export const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = titles.map((_, i) => (i === 0 ? '---' : '---:'));
  return [titles, rule, ...rows].map(line).join('\n');
};

export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Of a time that this process measured, in seconds. */
export const timed = async <Result>(
  work: () => Result | Promise<Result>,
): Promise<{ readonly result: Result; readonly seconds: number }> => {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
};
