import type { Environment } from '../../sim/cache/folder.js';

/** Where a command runs and what it talks to; tests give one of their own. */
export interface Terminal {
  /** Relative paths start here. */
  readonly directory: string;
  readonly environment: Environment;
  /** The result: whole lines. */
  readonly out: (text: string) => void;
  /** Progress and errors: whole lines. */
  readonly err: (text: string) => void;
  /** stderr, where a person watches it; undefined in CI and when it goes to a file. */
  readonly screen: NodeJS.WriteStream | undefined;
  /** Characters a line. */
  readonly columns: number;
}

/** The terminal of this process. */
export const processTerminal = (): Terminal => ({
  directory: process.cwd(),
  environment: process.env,
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  screen:
    process.stderr.isTTY &&
    process.stderr.columns > 0 &&
    !process.env['CI'] &&
    process.env['TERM'] !== 'dumb'
      ? process.stderr
      : undefined,
  columns: Math.min(process.stdout.columns || 100, 100),
});
