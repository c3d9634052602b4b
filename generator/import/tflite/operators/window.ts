import { modelError, shapeText } from '../problem.js';
import type { Activation, OperatorContext } from './mapper.js';

/** Larger strides, dilations and kernels are taken for damage. */
const largestStep = 4096;

export type Pair = readonly [number, number];

/** A sliding window over rows and columns. */
export interface Window {
  readonly size: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly padding: 'same' | 'valid';
}

export const paddingOf = (code: number, place: string): 'same' | 'valid' => {
  if (code === 0) return 'same';
  if (code === 1) return 'valid';
  throw modelError(place, `has padding ${code}, needs SAME or VALID`, 'convert the model again');
};

/** [height, width] of strides, dilations or window sizes; throws unless both make sense. */
export const stepPair = (
  height: number,
  width: number,
  { place, what, largest = largestStep }: { place: string; what: string; largest?: number },
): Pair => {
  if (height >= 1 && width >= 1 && height <= largest && width <= largest) return [height, width];
  throw modelError(
    place,
    `has ${what} ${height} x ${width}, needs 1 to ${largest} each way`,
    'convert the model again',
  );
};

/** A [1, height, width, channels] shape; throws otherwise. */
export const imageShape = (
  { place }: OperatorContext,
  { shape }: Activation,
): { height: number; width: number; channels: number } => {
  const [batch, height, width, channels] = shape;
  if (shape.length !== 4 || !batch || !height || !width || !channels) {
    throw modelError(
      place,
      `reads shape ${shapeText(shape)}, needs [1, height, width, channels]`,
      'convert the model again',
    );
  }
  if (batch !== 1) {
    throw modelError(
      place,
      `reads a batch of ${batch} (${shapeText(shape)}), needs 1`,
      'convert the model with a batch size of 1',
    );
  }
  return { height, width, channels };
};

const outputSize = (window: Window, axis: 0 | 1, input: number): number =>
  window.padding === 'same'
    ? Math.ceil(input / window.stride[axis])
    : Math.ceil((input - (window.size[axis] - 1) * window.dilation[axis]) / window.stride[axis]);

/** [1, rows, columns, channels] that the window gives (arithmetic.md, 1: SAME and VALID). */
export const windowedShape = (
  { place }: OperatorContext,
  window: Window,
  [height, width]: Pair,
  channels: number,
): readonly number[] => {
  const rows = outputSize(window, 0, height);
  const columns = outputSize(window, 1, width);
  if (rows < 1 || columns < 1) {
    throw modelError(
      place,
      `its window of ${window.size.join(' x ')} (dilation ${window.dilation.join(' x ')}) is larger than its input of ${height} x ${width}`,
      'convert the model again',
    );
  }
  return [1, rows, columns, channels];
};
