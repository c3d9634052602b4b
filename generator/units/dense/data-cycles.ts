import type { NumberFormat } from '../../ir/format.js';
import { type CodeRange, signedBitsFor } from '../../ir/format.js';
import { valueRangeOf } from '../../ir/values.js';
import { divisorsOf, greatestCommonDivisor } from '../../numeric/divisors.js';
import { type Feed, fixedFeed } from '../../stream/feed.js';
import { type Beats, everyCycle } from '../../stream/timing.js';

/**
 * What arrays have in common whose cycles depend on the data: they multiply activations less their zero
 * point and leave out those that are zero.
 */

/** The stream that an array's vectors come from. */
export interface VectorSource {
  readonly lanes: number;
  readonly zeroPoint: number;
  /**
   * Of a window that reaches beyond its image: which activations of a tensor are zero whatever comes,
   * vector after vector. Left out: none.
   */
  readonly outside?: Uint8Array | undefined;
}

/** Which activations of vectors are zero where none that comes is. */
export const leastZeros = ({ outside }: VectorSource, activations: number): Uint8Array => {
  const isZero = new Uint8Array(activations);
  if (outside) {
    for (let at = 0; at < activations; at += outside.length) {
      isZero.set(outside.subarray(0, activations - at), at);
    }
  }
  return isZero;
};

/** Values less their zero point. */
export const centredRange = (format: NumberFormat, zeroPoint: number): CodeRange => {
  const { minimum, maximum } = valueRangeOf(format);
  return { minimum: minimum - zeroPoint, maximum: maximum - zeroPoint };
};

export const valueBitsOf = (format: NumberFormat, zeroPoint: number): number => {
  const { minimum, maximum } = centredRange(format, zeroPoint);
  return signedBitsFor(minimum, maximum);
};

/** Lanes of the source, as far as they divide a vector: then beats come as they are. */
export const lanesOfSource = ({ lanes }: VectorSource, inputs: number): number =>
  greatestCommonDivisor(lanes, inputs);

/** Result lanes that keep up with the beats that come; they divide `pe` and the outputs. */
export const drainLanes = (outputs: number, pe: number, inputBeats: number): number => {
  const lanes = divisorsOf(greatestCommonDivisor(pe, outputs));
  return lanes.find((one) => outputs / one <= inputBeats) ?? (lanes.at(-1) as number);
};

/**
 * The control of an array in cycles: when its output beats leave if its input beats come from `feed` and
 * its output is always taken. `isZero` tells of every activation, vector after vector, whether it is
 * left out.
 */
export type ControlModel = (feed: Feed, isZero: Uint8Array) => Beats;

/** Vectors until a model's cycles repeat, and vectors that their mean is taken of. */
interface Run {
  readonly settled: number;
  readonly measured: number;
}

const meanCycles = (
  model: ControlModel,
  source: VectorSource,
  inputs: number,
  inputBeats: number,
  { settled, measured }: Run,
): number => {
  const vectors = settled + measured;
  const feed = fixedFeed(everyCycle(vectors * inputBeats));
  const departures = model(feed, leastZeros(source, vectors * inputs));
  const beats = departures.length / vectors;
  const end = departures.at(-1) as number;
  return (end - (departures[settled * beats - 1] as number)) / measured;
};

/** Vectors of fewer cycles may take one more and one less in turn, as their results leave. */
const fewCycles = 24;

/** The same of tensors whose vectors differ. */
const fewTensorCycles = 512;

/** Cycles a vector of vectors without any zero that comes, in steady state: what no data exceed. */
export const mostCycles = (
  model: ControlModel,
  source: VectorSource,
  inputs: number,
  inputBeats: number,
): number => {
  const mean = (run: Run): number => meanCycles(model, source, inputs, inputBeats, run);
  if (source.outside) {
    const vectors = source.outside.length / inputs;
    const one = mean({ settled: vectors, measured: vectors });
    return one * vectors >= fewTensorCycles
      ? one
      : mean({ settled: 4 * vectors, measured: 8 * vectors });
  }
  const cycles = mean({ settled: 2, measured: 2 });
  return cycles >= fewCycles ? cycles : mean({ settled: 4, measured: 8 });
};
