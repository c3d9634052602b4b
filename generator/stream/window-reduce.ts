import { isSigned, type NumberFormat, unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import type { WindowGeometry } from './window.js';

/** What becomes of the elements of a window: one result a lane. */
export interface Reduction {
  readonly operation: 'sum' | 'maximum';
  readonly format: NumberFormat;
  /** Bits of a result: a signed sum, or a maximum in the element's own bits. */
  readonly resultBits: number;
  /** Channels a beat, and beats a pixel. */
  readonly lanes: number;
  readonly words: number;
  /** Adds how many cells of the window lie in the image, above the lanes. */
  readonly count: boolean;
}

/** Verilog parameters that all reducing stages have. */
export const reductionParameters = (reduction: Reduction) => ({
  LANES: reduction.lanes,
  ELEMENT_BITS: reduction.format.bits,
  SIGNED: isSigned(reduction.format) ? 1 : 0,
  MAXIMUM: reduction.operation === 'maximum' ? 1 : 0,
  RESULT_BITS: reduction.resultBits,
});

export const windowCountBits = ({ kernel }: WindowGeometry): number =>
  unsignedBitsFor(kernel[0] * kernel[1]);

/**
 * One result for the words of each window, which come channel-major (a flagged sliding window where
 * cells are counted); templates/lib/sinter_window_reduce.v.
 */
export const windowReduce = (
  instance: string,
  geometry: WindowGeometry,
  reduction: Reduction,
): Stage => {
  const { lanes, words, count, format, resultBits } = reduction;
  const steps = geometry.kernel[0] * geometry.kernel[1];
  const results = geometry.outHeight * geometry.outWidth * words;
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_window_reduce' },
    parameters: {
      ...reductionParameters(reduction),
      STEPS: steps,
      STEP_BITS: windowCountBits(geometry),
      COUNT: count ? 1 : 0,
    },
    inputBits: lanes * format.bits + (count ? 1 : 0),
    outputBits: lanes * resultBits + (count ? windowCountBits(geometry) : 0),
    timing: {
      intervalCycles: results * steps,
      departures: (arrivals) =>
        Float64Array.from(
          { length: results },
          (_, i) => (arrivals[(i + 1) * steps - 1] as number) + 1,
        ),
    },
  };
};
