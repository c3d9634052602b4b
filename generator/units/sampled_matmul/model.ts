import { beatSource, blockStore } from '../../stream/block-store.js';
import { type Supply, steadySupply } from '../../stream/supply.js';
import type { Beats } from '../../stream/timing.js';

/** A product as templates/lib/sinter_sampled.v works it. */
export interface SampledShape {
  readonly matrices: number;
  /** Of a result, whose columns come `lanes` a beat. */
  readonly rows: number;
  readonly columns: number;
  readonly lanes: number;
  /** Cycles of an element, and multipliers. */
  readonly steps: number;
  readonly simd: number;
}

/** Levels of templates/lib/sinter_adder_tree.v. */
export const treeLevels = (terms: number): number =>
  terms === 1 ? 0 : 1 + treeLevels(Math.ceil(terms / 4));

/** Cycles from a beat's last step to its sums. */
export const sampledLatency = ({ simd }: Pick<SampledShape, 'simd'>): number =>
  5 + treeLevels(simd);

/**
 * The control of templates/lib/sinter_sampled.v, cycle by cycle, its results always taken: when the beats of
 * all matrices leave. `bits` tells of every beat of the mask how many of its bits are set.
 */
export const sampledBeats = (
  shape: SampledShape,
  [mask, left, right]: readonly Supply[],
  bits: ArrayLike<number>,
): Beats => {
  const { matrices, rows, columns, lanes, steps } = shape;
  const beatsOfRow = columns / lanes;
  const input = beatSource(mask as Supply);
  const stores = [
    blockStore(steps, left as Supply),
    blockStore(columns * steps, right as Supply),
  ] as const;
  const departures = new Float64Array(matrices * rows * beatsOfRow);
  const latency = sampledLatency(shape);
  const using = [0, 0];
  // Blocks whose last word is read a cycle after its step.
  let frees: readonly (number | undefined)[] = [undefined, undefined];
  let beat = -1;
  let have = false;
  let open = 0;
  let step = 0;
  let given = 0;
  for (let cycle = 0; given < departures.length; cycle++) {
    const claims: [number | undefined, number | undefined] = [undefined, undefined];
    const issue = have && stores.every(({ full }, i) => full[using[i] as number]);
    let ends = false;
    if (issue) {
      step = open === 0 ? 0 : (step + 1) % steps;
      ends = open <= 1 && step === 0;
      if (step === 0 && open > 0) open--;
    }
    if (ends) {
      departures[given++] = cycle + latency;
      const ended = [beatsOfRow, rows * beatsOfRow].map((block) => (beat + 1) % block === 0);
      ended.forEach((end, i) => {
        if (!end) return;
        claims[i === 0 ? 0 : 1] = using[i];
        using[i] = 1 - (using[i] as number);
      });
    }
    if (!have || ends) {
      have = input.offers(cycle);
      if (have) {
        input.take(cycle);
        beat++;
        open = bits[beat] as number;
      }
    }
    stores.forEach((store, i) => {
      store.step(cycle, claims[i], frees[i]);
    });
    frees = claims;
  }
  return departures;
};

/** Every bit of every beat. */
export const everyBit = ({ matrices, rows, columns, lanes }: SampledShape): Uint32Array =>
  new Uint32Array((matrices * rows * columns) / lanes).fill(lanes);

/** Tensors after which short products have found their pace, and those that are measured. */
const settled = 6;
const measured = 6;

/** Cycles beyond which what fills and frees a store does not show. */
const slackCycles = 8;

/** Cycles between tensors whose mask is all ones: what no mask exceeds. */
export const sampledInterval = (shape: SampledShape): number => {
  const { matrices, rows, columns, lanes, steps } = shape;
  const row = columns * steps;
  if (rows > 1 && row >= steps + slackCycles) return matrices * rows * row;
  const tensors = settled + measured;
  const all = { ...shape, matrices: tensors * matrices };
  const supplies = [(rows * columns) / lanes, rows * steps, row].map((beats) =>
    steadySupply(tensors * matrices * beats),
  );
  const times = sampledBeats(all, supplies, everyBit(all));
  const perTensor = times.length / tensors;
  const first = times[settled * perTensor - 1] as number;
  return Math.ceil(((times.at(-1) as number) - first) / measured);
};
