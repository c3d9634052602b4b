import { beatsOf } from '../../ir/stream.js';
import type { Flow, InputFlow } from '../../schedule/flow.js';
import { vectorsOf } from '../../schedule/flow.js';
import type { ConcatenateSpec } from './spec.js';

/** A vector of each input for one of the output, or so many vectors of each in turn. */
export const concatenateFlow = (spec: ConcatenateSpec): Flow => {
  const { inputs, output, axis, blocks, rounds } = spec;
  const outputVectors = vectorsOf(output);
  const channels = output.shape.at(-1) ?? 1;
  const isLast = axis === output.shape.length - 1;
  const turns = blocks.map((block) => (isLast ? 1 : block / channels));
  const perRound = outputVectors / rounds;
  const flows = inputs.map((_, input): InputFlow => {
    const own = turns[input] as number;
    const before = isLast ? 0 : turns.slice(0, input).reduce((a, b) => a + b, 0);
    const upTo = (o: number): number =>
      Math.floor(o / perRound) * own + Math.min(Math.max((o % perRound) + 1 - before, 0), own);
    return { inputVectors: rounds * own, needs: upTo, frees: upTo };
  });
  const [first] = flows;
  if (!first) throw new Error('concatenate has inputs');
  return {
    ...first,
    inputs: flows,
    inTurns: true,
    outputVectors,
    capacity: 2,
    cyclesPerVector: beatsOf(output) / outputVectors,
  };
};
