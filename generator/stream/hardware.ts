import type { Hardware, Merge, RequantizeWidths, Stage } from '../ir/module.js';
import { type Beats, inSeries } from './timing.js';

/** One input, no merge. */
export const chainOf = (body: readonly Stage[]): Hardware => ({
  heads: [[]],
  merge: undefined,
  body,
});

/** Whether there is nothing in it: the output is the input. */
export const isWires = ({ heads, merge, body }: Hardware): boolean =>
  merge === undefined && body.length === 0 && heads.every((head) => head.length === 0);

/** Every stage, inputs first. */
export const stagesOf = ({ heads, merge, body }: Hardware): readonly (Stage | Merge)[] => [
  ...heads.flat(),
  ...(merge ? [merge] : []),
  ...body,
];

/** Widths of the stage that requantizes; undefined where there is none. */
export const requantizeWidthsOf = (hardware: Hardware): RequantizeWidths | undefined =>
  stagesOf(hardware).flatMap((stage) =>
    stage.kind === 'stage' && stage.requantize ? [stage.requantize] : [],
  )[0];

/**
 * When the output beats of the first tensor leave, if the input beats come at `arrivals`. After a merge has
 * held an input up, its beats follow each other as in `paces`.
 */
export const departuresOf = (
  { heads, merge, body }: Hardware,
  arrivals: readonly Beats[],
  paces: readonly Beats[] = arrivals,
): Beats => {
  const behindHeads = (beats: readonly Beats[]): readonly Beats[] =>
    heads.map((head, i) =>
      inSeries(head.map((stage) => stage.timing)).departures(beats[i] as Beats),
    );
  const atMerge = behindHeads(arrivals);
  const atPace = paces === arrivals ? atMerge : behindHeads(paces);
  const merged = merge ? merge.timing.departures(atMerge, atPace) : (atMerge[0] as Beats);
  return inSeries(body.map((stage) => stage.timing)).departures(merged);
};

/** Cycles between tensors in steady state: the slowest stage's. */
export const intervalOf = (hardware: Hardware): number =>
  Math.max(1, ...stagesOf(hardware).map((stage) => stage.timing.intervalCycles));
