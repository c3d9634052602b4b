import { basename } from 'node:path';

/** Primitives of FPGA vendors; sources of a module of ours never name one. */
const vendorPrimitive =
  /\b(BUFG\w*|RAMB\w+|DSP48\w*|FDRE|FDCE|LUT[1-6]|CARRY[48]|SRL16E|SRLC32E|XPM_\w+|altsyncram|altera_\w+|lpm_\w+|SB_\w+|EHXPLLL|MULT18X18D)\b/;

/** Comments out, so that words in them are not taken for code. */
const codeOf = (text: string): string => text.replace(/\/\/.*$/gm, '').replace(/"[^"\n]*"/g, '""');

/** Contents of a memory may be as wide as a word is. */
const isMemoryWord = (line: string): boolean => /^ {4}memory\[\d+\] = \d+'h[0-9a-f]+;$/.test(line);

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

const headerOf = (text: string): readonly string[] => {
  const lines = text.split('\n');
  return lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('//')),
  );
};

/**
 * What a Verilog file breaks of the rules of DESIGN.md section 7, as `file:line: what`; none when it
 * is in order.
 */
export const textProblems = (path: string, text: string): readonly string[] => {
  const problems: string[] = [];
  const say = (line: number, what: string): void => {
    problems.push(`${path}:${line}: ${what}`);
  };
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (!/^[\x20-\x7e]*$/.test(line)) say(i + 1, 'not printable ASCII');
    if (line.length > 100 && !isMemoryWord(line)) say(i + 1, `${line.length} columns`);
    if (/\s$/.test(line)) say(i + 1, 'space at the end');
    if (line === '' && lines[i + 1] === '' && i + 2 < lines.length) say(i + 1, 'two empty lines');
  }
  if (!text.endsWith('`default_nettype wire\n'))
    say(lines.length, 'does not restore default_nettype');
  if (!/^`default_nettype none$/m.test(text)) say(1, 'no `default_nettype none');

  const name = basename(path, '.v');
  const code = codeOf(text);
  const modules = [...code.matchAll(/^\s*module\s+(\w+)/gm)].map((match) => match[1]);
  if (modules.join() !== name) say(1, `holds module ${modules.join(', ')}, the file is ${name}`);

  const header = headerOf(text);
  const words = header.join(' ').replace(/\/\/ ?/g, '');
  if (!header[0]?.startsWith(`// ${name}: `)) say(1, `the header does not start with the name`);
  const timed =
    /latency .*\d+.* cycle/i.test(words) && /throughput|a (result|tensor) every/i.test(words);
  const wires = /combinational|wires/i.test(words);
  if (!timed && !wires) say(1, 'the header does not tell latency and throughput');

  const initials = [...code.matchAll(/\binitial\b/g)].length;
  const isMemory = /^ {2}reg \[\d+-1:0\] memory\[0:\d+-1\];$/m.test(text) && initials === 1;
  if (initials > 0 && !isMemory) say(1, 'an initial block outside a read-only memory');
  if (/\bundefined\b|\bNaN\b|\[object/.test(code)) say(1, 'a value that is none was printed');
  if (vendorPrimitive.test(code)) say(1, `vendor primitive ${vendorPrimitive.exec(code)?.[0]}`);
  if (/'[bhd][0-9a-f]*[xz]/i.test(code)) say(1, 'an X or Z literal');
  if (/\b(casex|casez|force|deassign|wait|#\d)\b/.test(code))
    say(1, 'not synthesizable or ambiguous');
  const genvars = [...code.matchAll(/\bgenvar ([\w, ]+);/g)].flatMap(([, names = '']) =>
    names.split(', '),
  );
  for (const { index, 1: variable = '' } of code.matchAll(/\bfor \((\w+) = .*\) begin$/gm)) {
    if (genvars.includes(variable)) say(lineOf(code, index), 'a generate block without a name');
  }
  return problems;
};
