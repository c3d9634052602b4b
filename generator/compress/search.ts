import { SinterError } from '../error.js';
import type { BoundDatapath } from '../passes/bind.js';
import { type Compressed, compress, type LayerResult } from './compress.js';
import { differenceOf } from './difference.js';
import { type Encoding, encodingName } from './encoding.js';
import type { Streams } from './streams.js';

/** What a search over encodings is to keep to. */
export type Budget =
  /** Bits of weights, the rest of the error least. */
  | { readonly kind: 'size'; readonly bits: number }
  /** Relative error of the outputs, of that the fewest bits. */
  | { readonly kind: 'error'; readonly relative: number };

/** Samples that layers are tried on. */
const trialSamples = 8;

/** Streams through the datapath as it is, of samples that are like its real inputs (`calibrates`) or not. */
export interface Samples {
  readonly streams: readonly Streams[];
  readonly calibrates: boolean;
}

/** One encoding of one layer: what it costs and, by itself, does to the outputs (mean square, relative). */
interface Choice {
  readonly layer: string;
  readonly encoding: Encoding;
  readonly bits: number;
  readonly damage: number;
}

/** Relative mean square error of the outputs, over all of them. */
export const outputError = (
  bound: BoundDatapath,
  before: readonly Streams[],
  after: readonly Streams[],
): number => {
  const errors = bound.datapath.outputs.map(({ from }) => {
    const codes = (streams: readonly Streams[]) =>
      streams.map((one) => one.get(from) ?? new Int32Array());
    return differenceOf(codes(before), codes(after))?.relative ?? 0;
  });
  return Math.max(...errors);
};

const choicesOf = (
  bound: BoundDatapath,
  layer: string,
  encodings: readonly Encoding[],
  { streams: samples, calibrates }: Samples,
): readonly Choice[] => {
  const all = encodings.map((encoding): Choice => {
    const tried = compress(bound, new Map([[layer, encoding]]), samples, calibrates);
    const error = outputError(bound, samples, tried.streams);
    const [{ bits } = { bits: 0 }] = tried.layers as readonly LayerResult[];
    return { layer, encoding, bits, damage: error * error };
  });
  // Only those that nothing beats in both, the largest first.
  const sorted = [...all].sort((a, b) => b.bits - a.bits || a.damage - b.damage);
  const best: Choice[] = [];
  for (const choice of sorted.reverse()) {
    if (choice.damage < (best.at(-1)?.damage ?? Number.POSITIVE_INFINITY)) best.push(choice);
  }
  return best.reverse();
};

/** The next step down that costs least damage a bit: its layer's index, or undefined at the end. */
const cheapestStep = (
  choices: readonly (readonly Choice[])[],
  at: readonly number[],
): number | undefined => {
  let best: number | undefined;
  let price = Number.POSITIVE_INFINITY;
  choices.forEach((own, layer) => {
    const now = own[at[layer] as number];
    const next = own[(at[layer] as number) + 1];
    if (!now || !next) return;
    const each = (next.damage - now.damage) / (now.bits - next.bits);
    if (each < price) {
      price = each;
      best = layer;
    }
  });
  return best;
};

/**
 * An encoding for each layer: every layer is tried in every encoding by itself, then the layer that
 * loses least for the bits it saves goes a step down, again and again. For a size until it fits; for an
 * error the plan with the fewest bits that, measured as a whole, keeps to it, by halving the list of
 * plans. Throws E_ARGUMENT where nothing does.
 */
export const searchEncodings = (
  bound: BoundDatapath,
  layers: ReadonlyMap<string, readonly Encoding[]>,
  budget: Budget,
  samples: Samples,
  progress: (text: string) => void,
): Compressed => {
  const few = { ...samples, streams: samples.streams.slice(0, trialSamples) };
  const choices = [...layers].map(([layer, encodings]) => {
    progress(`trying ${encodings.map(encodingName).join(', ')} for ${layer}`);
    return choicesOf(bound, layer, encodings, few);
  });
  const at = choices.map(() => 0);
  const plans: (readonly number[])[] = [[...at]];
  for (let step = cheapestStep(choices, at); step !== undefined; step = cheapestStep(choices, at)) {
    at[step] = (at[step] as number) + 1;
    plans.push([...at]);
  }
  const planOf = (steps: readonly number[]): readonly Choice[] =>
    steps.map((step, layer) => choices[layer]?.[step] as Choice);
  const bitsOf = (plan: readonly Choice[]): number => plan.reduce((sum, { bits }) => sum + bits, 0);
  const run = (plan: readonly Choice[]): Compressed => {
    const encodings = new Map(plan.map(({ layer, encoding }) => [layer, encoding]));
    return compress(bound, encodings, samples.streams, samples.calibrates);
  };
  const errorOf = ({ streams }: Compressed): number => outputError(bound, samples.streams, streams);

  if (budget.kind === 'size') {
    const fits = plans.map(planOf).find((plan) => bitsOf(plan) <= budget.bits);
    if (fits) return run(fits);
    throw new SinterError({
      code: 'E_ARGUMENT',
      place: '--size',
      reason: `gives ${budget.bits} bits, the least of these encodings is ${bitsOf(planOf(at))}`,
      hint: 'allow more bits, or give --weights and --sparsity smaller encodings to choose from',
    });
  }
  let low = 0;
  let high = plans.length - 1;
  let best: Compressed | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const tried = run(planOf(plans[middle] as readonly number[]));
    const error = errorOf(tried);
    progress(`plan ${middle + 1} of ${plans.length}: relative error ${error.toPrecision(3)}`);
    if (error <= budget.relative) {
      best = tried;
      low = middle + 1;
    } else high = middle - 1;
  }
  if (best) return best;
  const least = errorOf(run(planOf(plans[0] as readonly number[])));
  throw new SinterError({
    code: 'E_ARGUMENT',
    place: '--error',
    reason: `gives ${budget.relative}, the largest of these encodings already loses ${least.toPrecision(3)}`,
    hint: 'allow more, or give --weights a format of more bits to choose from',
  });
};
