import { elementsOf, type StreamType } from '../ir/stream.js';
import type { WindowGeometry } from '../stream/window.js';

/** What a unit takes of an input. */
export interface InputFlow {
  /** Input vectors of a tensor. */
  readonly inputVectors: number;
  /** Input vectors that must be there before output vector `output` is worked on. */
  needs(output: number): number;
  /** Input vectors of this tensor that are no longer held when output vector `output` is done. */
  frees(output: number): number;
  /** Input vectors that the unit can hold of this input; left out by units that take inputs as they work. */
  readonly capacity?: number;
  /** Cycles in which an input vector is taken, at least; left out where it is as fast as it comes. */
  readonly takeCycles?: number;
}

/**
 * How a unit works through its streams, at the grain of vectors (the elements of the last axis: the
 * channels of a pixel). What the buffer pass computes FIFO depths from.
 */
export interface Flow extends InputFlow {
  readonly outputVectors: number;
  /** Each input's own, where they differ; else all are as above. */
  readonly inputs?: readonly InputFlow[];
  /** Whether inputs are taken one after the other, in their order; else together. */
  readonly inTurns?: boolean;
  /** Whether inputs come at different times within a vector: each then has a FIFO in any case. */
  readonly staggered?: true;
  /**
   * Output vectors that may be begun before the first of them is taken; left out by units that finish
   * one while they work on the next.
   */
  readonly outputRoom?: number;
  /**
   * Cycles from the first beat of an output vector to the end of its last, for units that give it while they work
   * on it: room for it is needed from then on. Left out: a beat a cycle.
   */
  readonly spreadCycles?: number;
  /**
   * Output vectors that leave when output vector `output` does: where a beat holds more than one, all that it
   * has a part of must have been worked on. Left out: itself.
   */
  readonly leavesWith?: (output: number) => number;
  /** Whether it is only another view of its stream: what takes it takes from what drives it. */
  readonly wires?: true;
  /** Input vectors that the unit can hold. */
  readonly capacity: number;
  /** Cycles of work per output vector. */
  readonly cyclesPerVector: number;
  /**
   * The same in more than one step, each with a store before it, for units that give their results in
   * bursts: the first takes the inputs, the last gives the output vectors.
   */
  readonly stages?: readonly [Flow, ...Flow[]];
}

export const vectorsOf = (stream: StreamType): number =>
  elementsOf(stream) / (stream.shape.at(-1) ?? 1);

/** Vector by vector, or so many vectors to one: units without a window. */
export const plainFlow = (input: StreamType, output: StreamType, intervalCycles: number): Flow => {
  const inputVectors = vectorsOf(input);
  const outputVectors = vectorsOf(output);
  const upTo = (o: number): number => Math.ceil(((o + 1) * inputVectors) / outputVectors);
  return {
    inputVectors,
    outputVectors,
    needs: upTo,
    frees: upTo,
    // Two vectors in a buffer, or what two outputs need where that is taken in as it comes.
    capacity: Math.max(2, 2 * Math.ceil(inputVectors / outputVectors)),
    cyclesPerVector: intervalCycles / outputVectors,
  };
};

/** Another view of a stream, whose vectors are longer or shorter: nothing is held, nothing takes time. */
export const wiresFlow = (input: StreamType, output: StreamType): Flow => {
  const flow = plainFlow(input, output, 0);
  const capacity = Math.max(1, Math.ceil(flow.inputVectors / flow.outputVectors));
  return { ...flow, capacity, outputRoom: 1, wires: true };
};

/** What is taken of an input whose vectors come as `per` times as many, or as a share of one. */
export const regrained = <Taken extends InputFlow>(flow: Taken, per: number): Taken => ({
  ...flow,
  inputVectors: flow.inputVectors * per,
  needs: (output: number) => Math.ceil(flow.needs(output) * per),
  frees: (output: number) => Math.floor(flow.frees(output) * per),
  // Of a vector longer than the unit holds, the elements that it works on.
  ...(flow.capacity === undefined ? {} : { capacity: Math.max(1, flow.capacity * per) }),
  ...(flow.takeCycles === undefined ? {} : { takeCycles: flow.takeCycles / per }),
});

/** Windows over an image of which `rows` rows are held. */
export const windowFlow = (g: WindowGeometry, rows: number, intervalCycles: number): Flow => {
  const lastOf = (start: number, kernel: number, dilation: number, size: number): number =>
    Math.min(start + (kernel - 1) * dilation, size - 1);
  const outputVectors = g.outHeight * g.outWidth;
  return {
    inputVectors: g.height * g.width,
    outputVectors,
    needs(output) {
      const oy = Math.floor(output / g.outWidth);
      const ox = output % g.outWidth;
      const y = lastOf(oy * g.stride[0] - g.padTop, g.kernel[0], g.dilation[0], g.height);
      const x = lastOf(ox * g.stride[1] - g.padLeft, g.kernel[1], g.dilation[1], g.width);
      return y * g.width + x + 1;
    },
    frees(output) {
      const next = Math.floor((output + 1) / g.outWidth);
      if (next === g.outHeight) return g.height * g.width;
      return Math.max(0, next * g.stride[0] - g.padTop) * g.width;
    },
    capacity: rows * g.width,
    cyclesPerVector: intervalCycles / outputVectors,
  };
};

/** Windows that do not overlap, reduced as their pixels come: a row of results is held, not of pixels. */
export const tileFlow = (g: WindowGeometry, intervalCycles: number): Flow => ({
  ...windowFlow(g, 0, intervalCycles),
  capacity: 2 * g.width * g.stride[0],
});
