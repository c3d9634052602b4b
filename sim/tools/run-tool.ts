import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { ToolError } from '../../generator/error.js';
import type { Environment } from '../cache/folder.js';

const OUTPUT_LINES = 20;

export interface ToolOptions {
  readonly cwd?: string;
  readonly environment?: Environment;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** What errors say to run again, where that is not the command itself. */
  readonly repeatCommand?: string | undefined;
}

export interface ToolResult {
  readonly status: number;
  readonly output: string;
}

/** Absolute path of the program `name` on the environment's PATH. */
export const findOnPath = async (
  name: string,
  environment: Environment,
): Promise<string | undefined> => {
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && (await isExecutable(path))) return path;
  }
  return undefined;
};

export const isExecutable = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};

const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The command as a shell takes it. */
export const commandText = (command: string, args: readonly string[], cwd?: string): string =>
  `${cwd ? `cd ${quote(cwd)} && ` : ''}${[command, ...args].map(quote).join(' ')}`;

/** With the end of what the program said: the rest scrolls by unread. */
const failure = (
  message: string,
  output: string | undefined,
  command: string,
  args: readonly string[],
  { cwd, repeatCommand }: ToolOptions,
): ToolError => {
  const said = (output ?? '').trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n');
  return new ToolError(said === '' ? message : `${message}:\n${said}`, {
    command: repeatCommand ?? commandText(command, args, cwd),
  });
};

/**
 * Runs a program to its end and gives its status and both outputs in one text. Throws ToolError
 * when it cannot start or is ended by a signal.
 */
export const tryTool = async (
  command: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolResult> => {
  const result = await execa(command, args, {
    reject: false,
    all: true,
    stdin: 'ignore',
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(options.environment ? { env: options.environment, extendEnv: false } : {}),
    ...(options.signal ? { cancelSignal: options.signal } : {}),
    ...(options.timeoutSeconds ? { timeout: 1000 * options.timeoutSeconds } : {}),
  });
  if (result.exitCode === undefined) {
    const why = result.timedOut
      ? `took more than ${options.timeoutSeconds} s`
      : result.isCanceled
        ? 'was cancelled'
        : `was ended: ${result.signal ?? result.originalMessage}`;
    throw failure(`${command} ${why}`, result.all, command, args, options);
  }
  return { status: result.exitCode, output: result.all };
};

/** As `tryTool`; a status other than 0 is a ToolError with the end of what the program said. */
export const runTool = async (
  command: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<string> => {
  const { status, output } = await tryTool(command, args, options);
  if (status === 0) return output;
  throw failure(`${command} failed with status ${status}`, output, command, args, options);
};
