import { isSinterError, ToolError } from '../error.js';
import type { Terminal } from './terminal.js';

/** Exit status of the user's own mistake, and of a tool that is missing or failed. */
export const mistakeStatus = 2;
export const toolStatus = 3;

interface Failure {
  readonly status: number;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

const isToolError = (error: unknown): error is ToolError =>
  error instanceof ToolError || (error instanceof Error && error.name === 'ToolError');

const failureOf = (error: unknown, debug: boolean): Failure => {
  if (isSinterError(error)) {
    const { problems, message } = error;
    return { status: mistakeStatus, text: message, json: { kind: 'mistake', problems } };
  }
  if (isToolError(error)) {
    const { message, command } = error;
    return { status: toolStatus, text: message, json: { kind: 'tool', message, command } };
  }
  const message = error instanceof Error ? error.message : String(error);
  const detail =
    debug && error instanceof Error ? error.stack : 'set SINTER_DEBUG=1 to see where it happened';
  return {
    status: toolStatus,
    text: `internal error: ${message}\nthis is a mistake in Sinter, please report it; ${detail}`,
    json: { kind: 'internal', message },
  };
};

/** Says in one message what went wrong and gives the exit status; with `json`, as one object on stdout. */
export const reportFailure = (error: unknown, json: boolean, terminal: Terminal): number => {
  const failure = failureOf(error, Boolean(terminal.environment['SINTER_DEBUG']));
  if (json) terminal.out(JSON.stringify({ error: failure.json }, null, 2));
  else terminal.err(failure.text);
  return failure.status;
};
