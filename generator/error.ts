/**
 * One mistake of the user's: what it is called, where it stands, why it is one, and what to do.
 * `reason` names both sides where two things disagree.
 */
export interface Problem {
  readonly code: ProblemCode;
  readonly place: string;
  readonly reason: string;
  readonly hint?: string;
}

export type ProblemCode =
  | 'E_ARGUMENT'
  | 'E_DESIGN'
  | 'E_FILE'
  | 'E_FORMAT'
  | 'E_MODEL'
  | 'E_NAME'
  | 'E_OPERATOR'
  | 'E_OUTPUT'
  | 'E_PARAMETER'
  | 'E_SHAPE'
  | 'E_TENSOR'
  | 'E_TYPE'
  | 'E_UNKNOWN'
  | 'E_WIDTH';

export const formatProblem = (problem: Problem): string =>
  `${problem.code} at ${problem.place}: ${problem.reason}${problem.hint ? `; ${problem.hint}` : ''}`;

/** Everything that is wrong with what the user gave, collected; exit status 2. */
export class SinterError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[], options?: ErrorOptions) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map(formatProblem).join('\n'), options);
    this.name = 'SinterError';
    this.problems = list;
  }
}

/**
 * Whether `error` is a SinterError, also one thrown by another instance of this module (a design
 * file may load its own).
 */
export const isSinterError = (error: unknown): error is SinterError =>
  error instanceof Error && error.name === 'SinterError' && 'problems' in error;

/** An outside program is missing or failed; exit status 3. `command` is what to run again. */
export class ToolError extends Error {
  readonly command: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly command?: string } = {}) {
    super(options.command ? `${message}\nrun again: ${options.command}` : message, options);
    this.name = 'ToolError';
    this.command = options.command;
  }
}
