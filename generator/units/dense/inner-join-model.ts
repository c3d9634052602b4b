import type { ControlModel } from './data-cycles.js';

/** Cycles of a vector beside those of its slowest PE: masks fetched, and the start of the next. */
export const joinOverheadCycles = 4;

/** A matrix as chunks of inputs, rows p, p + pe, ... in PE p. */
export interface JoinShape {
  /** Weights [outputs, inputs]; zero where nothing is to match. */
  readonly weights: Int32Array;
  readonly outputs: number;
  readonly inputs: number;
  readonly pe: number;
  readonly chunk: number;
}

/** Cycles of a vector in the slowest PE: of each chunk of each row its matches, and at least one. */
export const joinCycles = (
  { weights, outputs, inputs, pe, chunk }: JoinShape,
  isZero: Uint8Array,
): number => {
  const chunks = Math.ceil(inputs / chunk);
  // PEs with a row less have one without weights.
  const cycles = new Array<number>(pe).fill(0);
  for (let row = 0; row < Math.ceil(outputs / pe) * pe; row++) {
    const at = row % pe;
    if (row >= outputs) {
      cycles[at] = (cycles[at] as number) + chunks;
      continue;
    }
    for (let first = 0; first < inputs; first += chunk) {
      let matches = 0;
      for (let i = first; i < Math.min(first + chunk, inputs); i++) {
        if (weights[row * inputs + i] !== 0 && !isZero[i]) matches++;
      }
      cycles[at] = (cycles[at] as number) + Math.max(1, matches);
    }
  }
  return Math.max(...cycles);
};

/** The control of templates/units/dense/inner_join_array.v.hbs, vector by vector. */
export const innerJoinModel =
  (shape: JoinShape, lanes: number, beats: number): ControlModel =>
  (feed, isZero) => {
    const { inputs } = shape;
    const words = inputs / lanes;
    const vectors = isZero.length / inputs;
    const departures = new Float64Array(vectors * beats);
    // When the halves of activations and of results are free again.
    const inputFree = [0, 0];
    const resultFree = [0, 0];
    let accepted = -1;
    let idle = 0;
    let read = -1;
    for (let vector = 0; vector < vectors; vector++) {
      const half = vector % 2;
      for (let word = 0; word < words; word++) {
        const beat = vector * words + word;
        accepted = Math.max(accepted + 1, feed.arrival(beat), inputFree[half] as number);
        feed.taken(beat, accepted);
      }
      const cycles = joinCycles(shape, isZero.subarray(vector * inputs, (vector + 1) * inputs));
      const start = Math.max(accepted + 1, idle, resultFree[half] as number);
      idle = start + cycles + joinOverheadCycles;
      inputFree[half] = idle + 1;
      read = Math.max(read, idle + 2);
      for (let beat = 0; beat < beats; beat++) {
        read++;
        departures[vector * beats + beat] = read + 1;
      }
      resultFree[half] = read + 2;
    }
    return departures;
  };
