/** One column: its heading and how its cells stand. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Numbers as people read them: 1,234,567. */
export const countText = (value: number): string => value.toLocaleString('en-US');

/**
 * Rows as aligned text, two spaces between columns, no trailing blanks. Rows may be shorter than the
 * heading, which is left out where no column has a title.
 */
export const textTable = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string => {
  const titles = columns.map(({ title }) => title);
  const lines = titles.some((title) => title !== '') ? [titles, ...rows] : rows;
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => (cells[i] ?? '').length)));
  const format = (cells: readonly string[]): string =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i] ?? '';
        const width = widths[i] as number;
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return lines.map(format).join('\n');
};
