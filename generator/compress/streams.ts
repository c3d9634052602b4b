import type { Codes } from '../ir/codes.js';

/** Codes of every stream, by the name of what drives it. */
export type Streams = ReadonlyMap<string, Codes>;

export const codesOf = (streams: Streams, name: string): Codes => {
  const codes = streams.get(name);
  if (!codes) throw new Error(`stream ${name} has no value`);
  return codes;
};
