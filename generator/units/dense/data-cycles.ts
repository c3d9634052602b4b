import type { NumberFormat } from '../../ir/format.js';
import { type CodeRange, signedBitsFor } from '../../ir/format.js';
import { valueRangeOf } from '../../ir/values.js';
import { divisorsOf, greatestCommonDivisor } from '../../numeric/divisors.js';
import { type Beats, everyCycle } from '../../stream/timing.js';

/**
 * What arrays have in common whose cycles depend on the data: they multiply activations less their zero
 * point and leave out those that are zero.
 */

/** The stream that an array's vectors come from. */
export interface VectorSource {
  readonly lanes: number;
  readonly zeroPoint: number;
}

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
 * The control of an array in cycles: when its output beats leave if its input beats are offered at
 * `arrivals` and its output is always taken. `isZero` tells of every activation, vector after vector,
 * whether it is left out.
 */
export type ControlModel = (arrivals: Beats, isZero: Uint8Array) => Beats;

/** Vectors until a model's cycles repeat, and vectors that their mean is taken of. */
interface Run {
  readonly settled: number;
  readonly measured: number;
}

const meanCycles = (
  model: ControlModel,
  inputs: number,
  inputBeats: number,
  { settled, measured }: Run,
): number => {
  const vectors = settled + measured;
  const departures = model(everyCycle(vectors * inputBeats), new Uint8Array(vectors * inputs));
  const beats = departures.length / vectors;
  const end = departures.at(-1) as number;
  return (end - (departures[settled * beats - 1] as number)) / measured;
};

/** Vectors of fewer cycles may take one more and one less in turn, as their results leave. */
const fewCycles = 24;

/** Cycles a vector of vectors without any zero, in steady state: what no data exceed. */
export const mostCycles = (model: ControlModel, inputs: number, inputBeats: number): number => {
  const cycles = meanCycles(model, inputs, inputBeats, { settled: 2, measured: 2 });
  return cycles >= fewCycles
    ? cycles
    : meanCycles(model, inputs, inputBeats, { settled: 4, measured: 8 });
};
