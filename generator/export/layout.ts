/**
 * TypeScript expressions laid out as Biome does it: on one line where they fit, else a part a line, and
 * numbers side by side.
 */
export type Expression = string | Group;

export interface Group {
  readonly open: string;
  readonly close: string;
  readonly items: readonly Item[];
  /** `fill`: as many as fit a line; `always`: a line each, however short. */
  readonly lines: 'fit' | 'fill' | 'always';
}

interface Item {
  /** `name: ` of an object's member, else empty. */
  readonly lead: string;
  readonly value: Expression;
}

export const lineWidth = 100;

const plain = (value: Expression): Item => ({ lead: '', value });

export const list = (values: readonly Expression[], lines: Group['lines'] = 'fit'): Group => ({
  open: '[',
  close: ']',
  items: values.map(plain),
  lines,
});

export const members = (
  entries: readonly (readonly [string, Expression])[],
  lines: Group['lines'] = 'fit',
): Group => ({
  open: '{',
  close: '}',
  items: entries.map(([name, value]) => ({ lead: `${name}: `, value })),
  lines,
});

export const call = (name: string, values: readonly Expression[]): Group => ({
  open: `${name}(`,
  close: ')',
  items: values.map(plain),
  lines: 'fit',
});

/** On one line; undefined where a part wants lines of its own. */
const flat = (value: Expression): string | undefined => {
  if (typeof value === 'string') return value;
  const { open, close, items, lines } = value;
  const parts = items.map(({ lead, value: inner }) => {
    const text = flat(inner);
    return text === undefined ? undefined : `${lead}${text}`;
  });
  if (lines === 'always' || parts.includes(undefined)) return undefined;
  const inside = parts.join(', ');
  return open === '{' && inside !== '' ? `{ ${inside} }` : `${open}${inside}${close}`;
};

/** Words separated by commas, as many a line as fit. */
const filled = (words: readonly string[], indent: string): string => {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? `${indent}${word},` : `${line} ${word},`;
    if (line !== '' && longer.length > lineWidth) {
      lines.push(line);
      line = `${indent}${word},`;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join('\n');
};

/**
 * The text of an expression that begins at `column` of a line indented by `indent`; `behind` characters
 * follow it.
 */
export const layout = (value: Expression, indent: string, column: number, behind = 1): string => {
  const oneLine = flat(value);
  if (typeof value === 'string') return value;
  if (oneLine !== undefined && column + oneLine.length + behind <= lineWidth) return oneLine;
  const { open, close, items, lines } = value;
  const last = items.at(-1);
  // A call's last argument, if it is an object, opens on the call's own line.
  const others = items.slice(0, -1).map(({ value: inner }) => flat(inner));
  const lead = [...others, ''].join(', ');
  if (open.endsWith('(') && last && typeof last.value !== 'string' && last.value.open === '{') {
    const text = layout(last.value, indent, column + open.length + lead.length, behind + 1);
    const [first = ''] = text.split('\n');
    const fits = column + open.length + lead.length + first.length <= lineWidth;
    if (fits && !others.includes(undefined)) return `${open}${lead}${text}${close}`;
  }
  const inner = `${indent}  `;
  const words = items.map((item) => flat(item.value));
  if (lines === 'fill' && !words.includes(undefined)) {
    return `${open}\n${filled(words as string[], inner)}\n${indent}${close}`;
  }
  const text = items
    .map((item) => {
      const at = inner.length + item.lead.length;
      return `${inner}${item.lead}${layout(item.value, inner, at)},\n`;
    })
    .join('');
  return `${open}\n${text}${indent}${close}`;
};
