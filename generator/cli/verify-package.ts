import { readPackage, type StreamFacts } from '../../sim/manifest.js';
import type { Compiled } from '../compile.js';
import { type Problem, SinterError } from '../error.js';

type Facts = Pick<StreamFacts, 'direction' | 'shape' | 'elementBits' | 'signed'>;

const factsText = ({ direction, shape, elementBits, signed }: Facts): string =>
  `${direction} ${signed ? 'int' : 'uint'}${elementBits} [${shape.join(', ')}]`;

/**
 * Cycles that a package promises. Throws E_ARGUMENT when its streams are not the design's: then it was
 * compiled from another.
 */
export const promisedCycles = async (
  packageDir: string,
  { package: { manifest } }: Compiled,
  shown: string,
): Promise<{ intervalCycles: number | undefined; latencyCycles: number | undefined }> => {
  const other = await readPackage(packageDir);
  const theirs = new Map(other.streams.map((stream) => [stream.name, stream]));
  const problems = manifest.streams.flatMap((stream): Problem[] => {
    const found = theirs.get(stream.name);
    theirs.delete(stream.name);
    if (found && factsText(found) === factsText(stream)) return [];
    const reason = `${found ? `gives ${factsText(found)}` : 'has no such stream'}, the design has ${factsText(stream)}`;
    return [{ code: 'E_ARGUMENT', place: `--package ${shown}: ${stream.name}`, reason }];
  });
  for (const name of theirs.keys()) {
    const reason = 'is a stream that the design does not have';
    problems.push({ code: 'E_ARGUMENT', place: `--package ${shown}: ${name}`, reason });
  }
  if (problems.length > 0) throw new SinterError(problems);
  return other;
};
