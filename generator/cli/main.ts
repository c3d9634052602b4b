import { constants } from 'node:os';
import yargs, { type Argv } from 'yargs';
import { version } from '../emit/root.js';
import { type Command, commonOptions, type Job } from './command.js';
import { compileCommand } from './compile.js';
import { compressCommand } from './compress.js';
import { mistakeStatus, reportFailure } from './failure.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';
import { processTerminal, type Terminal } from './terminal.js';
import { unitsCommand } from './units.js';
import { checkCommand, usageProblem } from './usage.js';
import { verifyCommand } from './verify.js';

const commands: readonly Command[] = [
  compileCommand,
  runCommand,
  verifyCommand,
  compressCommand,
  reportCommand,
  unitsCommand,
];

const parserFor = (argv: readonly string[], columns: number, choose: (job: Job) => void): Argv => {
  const parser = yargs()
    .scriptName('sinter')
    .usage(
      '$0 <command> <design>\n\nQuantized networks as synthesizable Verilog, proven in Verilator.',
    )
    .parserConfiguration({
      'boolean-negation': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .detectLocale(false)
    .wrap(columns)
    .version(version)
    .help()
    .alias('help', 'h')
    .strict()
    .demandCommand(1)
    .epilogue('Exit status: 0 good, 1 a mismatch, 2 a mistake in what was given, 3 a tool failed.')
    .fail((message, error) => {
      throw error && error.name !== 'YError' ? error : usageProblem(message, argv, commands);
    });
  parser.options(commonOptions);
  return commands.reduce((all, command) => command.register(all, choose), parser);
};

/** What the words ask for: a job, or a text to print. Throws SinterError. */
const parse = (argv: readonly string[], columns: number): { job?: Job; text: string } => {
  let job: Job | undefined;
  let text = '';
  checkCommand(argv, commands);
  const parser = parserFor(argv, columns, (chosen) => {
    job = chosen;
  });
  parser.parse([...argv], {}, (_error, _given, output) => {
    text = output;
  });
  return { ...(job ? { job } : {}), text };
};

const helpText = (columns: number): string => parse(['--help'], columns).text;

/**
 * `sinter` with these arguments. Gives the exit status: 0 good, 1 a mismatch, 2 the user's mistake, 3 a
 * tool is missing or failed. The result goes to `terminal.out`, everything else to `terminal.err`.
 */
export const main = async (
  argv: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<number> => {
  const json = argv.includes('--json');
  try {
    if (argv.length === 0) {
      terminal.err(helpText(terminal.columns));
      return mistakeStatus;
    }
    const { job, text } = parse(argv, terminal.columns);
    if (!job) {
      terminal.out(text);
      return 0;
    }
    const outcome = await job(terminal);
    terminal.out(json ? JSON.stringify(outcome.json, null, 2) : outcome.text);
    return outcome.status;
  } catch (error) {
    return reportFailure(error, json, terminal);
  }
};

/**
 * `main` as a program: a signal ends it, which removes temporary folders and ends tools that run; a
 * reader that has gone (`| head`) is no error.
 */
export const start = async (argv: readonly string[]): Promise<number> => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  return main(argv);
};
