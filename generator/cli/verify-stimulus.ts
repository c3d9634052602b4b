import { type Range, sliceTensors } from '../../sim/shard.js';
import { stimulusFor } from '../../sim/stimulus.js';
import type { Tensors } from '../../sim/verify.js';
import { SinterError } from '../error.js';
import type { Datapath } from '../ir/datapath.js';

export interface StimulusRequest {
  /** From files, before all others. */
  readonly given: Tensors | undefined;
  /** Corners first, then random. */
  readonly generated: number;
  readonly seed: number;
  /** The `index`-th of `count` parts, from 1. */
  readonly shard: { readonly index: number; readonly count: number } | undefined;
}

export interface VerifyStimulus {
  readonly inputs: Tensors;
  /** Which of all vectors these are. */
  readonly range: Range;
  readonly total: number;
}

/** The vectors of a verification. Throws E_ARGUMENT when there is none. */
export const verifyStimulus = (
  { inputs }: Datapath,
  { given, generated, seed, shard }: StimulusRequest,
): VerifyStimulus => {
  const made = stimulusFor(inputs, generated, seed);
  const all = new Map(
    inputs.map(({ name }) => [name, [...(given?.get(name) ?? []), ...(made.get(name) ?? [])]]),
  );
  const total = [...all.values()][0]?.length ?? 0;
  const { index, count } = shard ?? { index: 1, count: 1 };
  const range = {
    start: Math.floor((total * (index - 1)) / count),
    end: Math.floor((total * index) / count),
  };
  if (range.start === range.end) {
    throw new SinterError({
      code: 'E_ARGUMENT',
      place: shard ? `--shard ${index}/${count}` : '--vectors 0',
      reason: shard ? `leaves nothing of ${total} vectors` : 'leaves nothing to verify',
      hint: 'raise --vectors or give --input',
    });
  }
  return { inputs: sliceTensors(all, range), range, total };
};
