import { SinterError } from '../error.js';
import { suggestion } from '../report/nearest.js';
import type { Command } from './command.js';

const problem = (place: string, reason: string, hint: string): SinterError =>
  new SinterError({ code: 'E_ARGUMENT', place, reason, hint });

const writtenAs = (word: string, argv: readonly string[]): string | undefined =>
  [`--${word}`, `-${word}`].find((option) =>
    argv.some((one) => one === option || one.startsWith(`${option}=`)),
  );

/** The first word that is no option: the command, as far as there is one. */
const commandWord = (argv: readonly string[]): string | undefined =>
  argv.find((word) => !word.startsWith('-'));

/** A question ends by itself. */
const closed = (text: string): string => (text.endsWith('?') ? text : `${text};`);

const answered: readonly string[] = ['--help', '-h', '--version'];

/** Throws unless the command line names a command or asks for help. */
export const checkCommand = (argv: readonly string[], commands: readonly Command[]): void => {
  const names = commands.map(({ name }) => name);
  const word = commandWord(argv);
  if (word !== undefined && !names.includes(word)) {
    throw problem(word, 'is no command', `${closed(suggestion(word, names))} see: sinter --help`);
  }
  if (word === undefined && !argv.some((one) => answered.includes(one))) {
    const [option = ''] = argv;
    throw problem(option, 'stands without a command', `there is ${names.join(', ')}`);
  }
};

/** What yargs says about a command line, as one problem of ours with a hint instead of a page of help. */
export const usageProblem = (
  message: string,
  argv: readonly string[],
  commands: readonly Command[],
): SinterError => {
  const command = commands.find(({ name }) => name === commandWord(argv));
  const help = `see: sinter ${command ? `${command.name} ` : ''}--help`;
  const [, list] = /^Unknown (?:argument|command)s?: (.*)$/.exec(message) ?? [];
  const [word] = list?.split(', ') ?? [];
  if (word === undefined) {
    const [, option] = /^Not enough arguments following: (\S+)$/.exec(message) ?? [];
    if (option) return problem(writtenAs(option, argv) ?? option, 'needs a value', help);
    if (command && /^Not enough non-option/.test(message)) {
      return problem(command.name, `needs ${command.argumentsText}`, help);
    }
    const text = message.replace(/\s*\n\s*/g, ' ').trim();
    return problem('the command line', `${text.charAt(0).toLowerCase()}${text.slice(1)}`, help);
  }
  const option = writtenAs(word, argv);
  if (option) {
    const known = suggestion(word, command?.optionNames ?? []);
    const near = known.startsWith('did you mean ') ? `${known.replace('mean ', 'mean --')} ` : '';
    return problem(option, 'is no option of this command', `${near}${help}`);
  }
  return problem(word, 'is one argument too many', help);
};
