import { divisorsOf } from '../../numeric/divisors.js';

/** What a beat of a convolution's window holds. */
export interface WindowShape {
  /** One tap, or a column of the kernel. */
  readonly beat: 'word' | 'column';
  /** Channels of each tap; divides the channels. */
  readonly lanes: number;
}

type Kernel = readonly [number, number];

/** Activations a beat. */
export const beatLanes = ({ beat, lanes }: WindowShape, kernelHeight: number): number =>
  beat === 'word' ? lanes : kernelHeight * lanes;

/**
 * The least window that keeps up with an array and with what comes: fewest activations a beat, and of
 * those rather ones that pack into beats of `simd` without a shifter. Columns cost a memory a row.
 */
export const windowShape = (options: {
  readonly kernel: Kernel;
  readonly channels: number;
  /** Activations that the array takes a beat. */
  readonly simd: number;
  /** Cycles of the array per window. */
  readonly cycles: number;
  /** Pixels that come for each window. */
  readonly pixelsPerWindow: number;
  /** Channels that must stay side by side: columns bring whole multiples of them. */
  readonly multiple: number;
}): WindowShape => {
  const { kernel, channels, simd, cycles, pixelsPerWindow, multiple } = options;
  const [kernelHeight, kernelWidth] = kernel;
  const shapes = (['word', 'column'] as const).flatMap((beat) =>
    divisorsOf(channels).map((lanes) => ({ beat, lanes })),
  );
  const beatsOf = ({ beat, lanes }: WindowShape): number =>
    (beat === 'word' ? kernelHeight : 1) * kernelWidth * (channels / lanes);
  const fast = shapes.filter(
    (shape) =>
      beatsOf(shape) <= cycles &&
      (channels / shape.lanes) * pixelsPerWindow <= cycles &&
      (shape.beat === 'word' || shape.lanes % multiple === 0),
  );
  const ofKind = (beat: WindowShape['beat']): WindowShape | undefined => {
    const some = fast.filter((shape) => shape.beat === beat);
    const fits = (lanes: number): boolean => simd % lanes === 0 || lanes % simd === 0;
    return some.find((shape) => fits(beatLanes(shape, kernelHeight))) ?? some[0];
  };
  return ofKind('word') ?? ofKind('column') ?? { beat: 'column', lanes: channels };
};

/**
 * Weights [outputs, ky, kx, channel] in the order in which column beats bring their activations:
 * kx, channel group, ky, channel in the group.
 */
export const byColumns = (
  weights: Int32Array,
  [kernelHeight, kernelWidth]: Kernel,
  channels: number,
  lanes: number,
): Int32Array => {
  const inputs = kernelHeight * kernelWidth * channels;
  const ordered = new Int32Array(weights.length);
  let at = 0;
  for (let row = 0; row < weights.length; row += inputs) {
    for (let kx = 0; kx < kernelWidth; kx++) {
      for (let group = 0; group < channels; group += lanes) {
        for (let ky = 0; ky < kernelHeight; ky++) {
          const from = row + (ky * kernelWidth + kx) * channels + group;
          for (let lane = 0; lane < lanes; lane++) ordered[at++] = weights[from + lane] as number;
        }
      }
    }
  }
  return ordered;
};
