/** One thing that was tried. */
export interface TestCase {
  readonly name: string;
  readonly seconds: number;
  /** What went wrong: one line, and all of it; undefined when nothing did. */
  readonly failure: { readonly message: string; readonly detail: string } | undefined;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 has no way to write most control characters and unpaired surrogates. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const escaped = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"\n]/g, (one) => entities[one] as string);

const caseText = (suite: string, { name, seconds, failure }: TestCase): string => {
  const open = `<testcase classname="${escaped(suite)}" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
  if (!failure) return `    ${open}/>`;
  const { message, detail } = failure;
  return `    ${open}>\n      <failure message="${escaped(message)}">${escaped(detail)}</failure>\n    </testcase>`;
};

/** JUnit XML, as CI systems read it. */
export const junitText = (suite: string, cases: readonly TestCase[]): string => {
  const failures = cases.filter(({ failure }) => failure).length;
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0).toFixed(3);
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" time="${seconds}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escaped(suite)}" ${counts}>`,
    ...cases.map((one) => caseText(suite, one)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
