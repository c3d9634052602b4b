import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { packageRoot } from '../emit/root.js';
import type { Column } from './table.js';

/** A table, a plot or both, under a heading of their own or none. */
export interface Part {
  readonly heading?: string;
  /** SVG, printed as it is. */
  readonly plot?: string;
  readonly table?: {
    readonly columns: readonly Column[];
    readonly rows: readonly (readonly string[])[];
  };
}

export interface Section {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly parts: readonly Part[];
}

export interface Page {
  readonly name: string;
  readonly sections: readonly Section[];
  /** What wrote the page. */
  readonly generator: string;
}

/** All names and numbers are escaped: they come from a model's file. */
const template = (): HandlebarsTemplateDelegate =>
  Handlebars.create().compile(
    readFileSync(join(packageRoot, 'templates', 'report', 'design.html.hbs'), 'utf8'),
    { knownHelpersOnly: true, preventIndent: true },
  );

const classOf = (column: Column | undefined): string => (column?.align === 'right' ? '' : 'text');

const partView = ({ table, ...part }: Part): object => ({
  ...part,
  ...(table && {
    table: {
      columns: table.columns.map((column) => ({ title: column.title, class: classOf(column) })),
      rows: table.rows.map((row) =>
        row.map((text, i) => ({ text, class: classOf(table.columns[i]) })),
      ),
    },
  }),
});

/** One HTML file that needs no other. */
export const pageText = ({ sections, ...page }: Page): string =>
  template()({
    ...page,
    sections: sections.map(({ parts, ...section }) => ({
      ...section,
      parts: parts.map(partView),
    })),
  });
