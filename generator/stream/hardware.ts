import type { Hardware, Merge, RequantizeWidths, Stage } from '../ir/module.js';
import type { Supply } from './supply.js';
import { type Beats, everyCycle, inSeries } from './timing.js';

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

/** What drives an input, as what it drives sees it when it was held up. */
export type Driver = Pick<Supply, 'pace' | 'room'>;

/** The supply of a merge, behind the stages of an input. */
const supplyOf = (head: readonly Stage[], arrivals: Beats, driver: Driver): Supply => {
  const { departures } = inSeries(head.map(({ timing }) => timing));
  const behind = departures(arrivals);
  const beats = (count: number): number => Math.floor((count * behind.length) / arrivals.length);
  return {
    arrivals: behind,
    pace: departures(driver.pace),
    refill: departures(everyCycle(arrivals.length)),
    fifo: beats(head.reduce((sum, { timing }) => sum + (timing.room ?? 0), 0)),
    room: Math.max(1, beats(driver.room)),
  };
};

/**
 * When the output beats of the first tensor leave, if the input beats come at `arrivals`. Without `drivers`
 * nothing that was held up is short of beats.
 */
export const departuresOf = (
  { heads, merge, body }: Hardware,
  arrivals: readonly Beats[],
  drivers?: readonly Driver[],
): Beats => {
  const supplies = heads.map((head, i) => {
    const beats = arrivals[i] as Beats;
    return supplyOf(head, beats, drivers?.[i] ?? { pace: beats, room: beats.length });
  });
  const atMerge = supplies.map((supply) => supply.arrivals);
  const merged = merge ? merge.timing.departures(atMerge, supplies) : (atMerge[0] as Beats);
  return inSeries(body.map((stage) => stage.timing)).departures(merged);
};

/** Cycles between tensors in steady state: the slowest stage's. */
export const intervalOf = (hardware: Hardware): number =>
  Math.max(1, ...stagesOf(hardware).map((stage) => stage.timing.intervalCycles));
