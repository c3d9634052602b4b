/**
 * Verilator 5.006 writes a ROM's contents as one C++ statement a word, all ROMs in one function: a
 * compiler takes 15 s for 2.6 Mbit of weights. The same as tables takes it a tenth of that.
 */

/** `vlSelf->rom[3U][1U] = 0x12U;`, broken anywhere: name, index, word of a wide index, value, suffix. */
const ASSIGNMENT =
  /vlSelf\s*->\s*(\w+)\s*\[\s*(\w+)U\s*\]\s*(?:\[\s*(\w+)U\s*\]\s*)?=\s*((?:0x)?[0-9a-f]+U(?:LL)?)\s*;/g;

const FEWEST_STATEMENTS = 32;

interface Assignment {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly index: number;
  /** Of an element wider than 64 bits; else undefined. */
  readonly word: number | undefined;
  readonly value: string;
}

/** Assignments to the elements of one array, in order, with nothing between them. */
type Run = Assignment[];

const assignmentsOf = (text: string): Assignment[] =>
  [...text.matchAll(ASSIGNMENT)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    name: match[1]!,
    index: Number(match[2]),
    word: match[3] === undefined ? undefined : Number(match[3]),
    value: match[4]!,
  }));

/** Words of one element: those of the run's first, which may be all of it so far. */
const wordsOf = (run: Run): number => {
  const second = run.findIndex(({ index }) => index !== run[0]?.index);
  return second < 0 ? run.length : second;
};

const follows = (text: string, run: Run, next: Assignment): boolean => {
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) return false;
  if (last.name !== next.name || text.slice(last.end, next.start).trim() !== '') return false;
  if (next.word === undefined || last.word === undefined) {
    return next.word === last.word && next.index === last.index + 1;
  }
  if (first.word !== 0) return false;
  if (next.index === first.index) return last.index === next.index && next.word === last.word + 1;
  const words = wordsOf(run);
  const index = first.index + Math.floor(run.length / words);
  return next.index === index && next.word === run.length % words;
};

const runsOf = (text: string): Run[] => {
  const runs: Run[] = [];
  let run: Run = [];
  for (const assignment of assignmentsOf(text)) {
    if (!follows(text, run, assignment)) {
      run = [];
      runs.push(run);
    }
    run.push(assignment);
  }
  return runs.filter((one) => one.length >= FEWEST_STATEMENTS);
};

const tableOf = (run: Run): string => {
  const first = run[0]!;
  const values = run.map(({ value }) => value).join(',\n');
  if (first.word === undefined) {
    const type = values.includes('LL') ? 'QData' : 'IData';
    return `{ static const ${type} table[] = {\n${values}};
for (size_t i = 0; i < ${run.length}; ++i) vlSelf->${first.name}[${first.index} + i] = table[i]; }`;
  }
  const words = wordsOf(run);
  return `{ static const EData table[] = {\n${values}};
for (size_t i = 0; i < ${run.length}; ++i) vlSelf->${first.name}[${first.index} + i / ${words}][i % ${words}] = table[i]; }`;
};

/** The C++ with long runs of constant assignments as tables; it does the same. */
export const tabulate = (text: string): string => {
  let from = 0;
  let result = '';
  for (const run of runsOf(text)) {
    result += text.slice(from, run[0]!.start) + tableOf(run);
    from = run.at(-1)!.end;
  }
  return result + text.slice(from);
};
