import { SinterError } from '../error.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
};

/** E_FILE for a file that the system would not open; `cause` is what the system said. */
export const readProblem = (place: string, cause: unknown, hint?: string): SinterError => {
  const { code } = cause as NodeJS.ErrnoException;
  const reason = `cannot be read (${reasons[code ?? ''] ?? code ?? String(cause)})`;
  return new SinterError({ code: 'E_FILE', place, reason, ...(hint ? { hint } : {}) }, { cause });
};
