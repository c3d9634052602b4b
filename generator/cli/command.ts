import type { Argv, InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { Terminal } from './terminal.js';

/** What a command has to say; exactly one of `text` and `json` is printed. */
export interface Outcome {
  /** 0 good, 1 a mismatch. */
  readonly status: 0 | 1;
  readonly text: string;
  readonly json: unknown;
}

type Positionals = Readonly<Record<string, PositionalOptions>>;
type OptionTable = Readonly<Record<string, Options>>;

/** One command of `sinter`, as its module writes it. */
export interface CommandDefinition<P extends Positionals, O extends OptionTable> {
  /** Name and positional arguments: `compile <design>`. */
  readonly usage: string;
  readonly summary: string;
  readonly positionals: P;
  readonly options: O;
  /** Command lines with what they do, for `--help`. */
  readonly examples: readonly (readonly [string, string])[];
  /** Throws SinterError and ToolError. */
  run(given: InferredOptionTypes<P & O>, terminal: Terminal): Promise<Outcome>;
}

/** A chosen command with its arguments. */
export type Job = (terminal: Terminal) => Promise<Outcome>;

/** A command of any arguments. */
export interface Command {
  readonly name: string;
  /** Positional arguments: `<design>`. */
  readonly argumentsText: string;
  readonly optionNames: readonly string[];
  /** Adds it to the parser, which only chooses: the work is done after parsing. */
  register(parser: Argv, choose: (job: Job) => void): Argv;
}

/** Options that every command has. */
export const commonOptions = {
  json: { type: 'boolean', describe: 'print the result as one JSON object' },
} as const satisfies OptionTable;

/** Hides the arguments' types, so that all commands fit one list. */
export const defineCommand = <P extends Positionals, O extends OptionTable>(
  definition: CommandDefinition<P, O>,
): Command => ({
  name: definition.usage.split(' ')[0] as string,
  argumentsText: definition.usage.split(' ').slice(1).join(' '),
  optionNames: [...Object.keys(definition.options), ...Object.keys(commonOptions)],
  register: (parser, choose) =>
    parser.command(
      definition.usage,
      definition.summary,
      (command: Argv) => {
        let built = command;
        for (const [name, options] of Object.entries(definition.positionals)) {
          built = built.positional(name, options);
        }
        return built
          .options(definition.options)
          .example(definition.examples.map(([line, what]) => [line, what] as [string, string]));
      },
      (given) => {
        // What yargs has parsed by these very tables.
        const typed = given as unknown as InferredOptionTypes<P & O>;
        choose((terminal) => definition.run(typed, terminal));
      },
    ),
});
