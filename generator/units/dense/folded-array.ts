import { divisorsOf } from '../../numeric/divisors.js';
import { vectorBuffer, vectorBufferBits } from '../../stream/vector-buffer.js';
import { type MacArray, macArrayMemoryBits, macArrayStage } from './mac-array.js';
import type { VectorArray } from './vector-array.js';

/**
 * Fewest result lanes that keep up with the array: a word of `pe` results leaves before the next one
 * comes, `steps` cycles later. Lanes that divide `pe` need only a shift register.
 */
export const resultLanesOf = (outputs: number, pe: number, steps: number): number => {
  const enough = divisorsOf(outputs).filter((lanes) => lanes * steps >= pe);
  return enough.find((lanes) => pe % lanes === 0) ?? (enough[0] as number);
};

/**
 * A folded array of `outputs` results a vector. Where every pass needs the whole vector (`replays`) a
 * buffer gives it again for each.
 */
export const foldedArray = (mac: MacArray, outputs: number, replays: boolean): VectorArray => {
  const { pe, simd, folds, steps, inputLanes, inputFormat } = mac;
  const buffered = replays && folds > 1;
  const widthBits = inputLanes * inputFormat.bits;
  return {
    inputFormat,
    inputLanes,
    outputLanes: pe,
    resultLanes: resultLanesOf(outputs, pe, steps),
    accBits: mac.accBits,
    cyclesPerVector: folds * steps,
    multipliers: pe * simd,
    memoryBits: macArrayMemoryBits(mac) + (buffered ? vectorBufferBits(widthBits, steps) : 0),
    folding: { pe, simd },
    stages(vectors, naming) {
      const array = macArrayStage(mac, vectors, naming);
      if (!buffered) return [array];
      const buffer = { instance: 'vectors', widthBits, words: steps, passes: folds, vectors };
      return [vectorBuffer(buffer), array];
    },
  };
};
