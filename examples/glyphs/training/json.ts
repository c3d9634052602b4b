const lineWidth = 100;

/** JSON as the repository's formatter prints it, so that a run of the training leaves no difference behind. */
export function formatJson(value: object): string {
  const text = JSON.stringify(value, null, 2);
  // JSON.stringify gives each number of a list a line of its own; the formatter fills the lines.
  return `${text.replace(/^( *)(.*)\[([^[\]{}]*)\]/gm, formatList)}\n`;
}

function formatList(_match: string, indent: string, key: string, list: string): string {
  const numbers = list.split(',').map((number) => number.trim());
  const oneLine = `${indent}${key}[${numbers.join(', ')}]`;
  if (oneLine.length < lineWidth) {
    return oneLine;
  }
  const lines: string[] = [];
  let line = `${indent} `;
  numbers.forEach((number, index) => {
    const piece = ` ${number}${index < numbers.length - 1 ? ',' : ''}`;
    if (line.length + piece.length > lineWidth) {
      lines.push(line);
      line = `${indent} `;
    }
    line += piece;
  });
  return [`${indent}${key}[`, ...lines, line, `${indent}]`].join('\n');
}
