import { isInteger } from '../../ir/format.js';
import type { NmSparsity } from '../../ir/sparsity.js';
import type { StreamType } from '../../ir/stream.js';
import { isPaired } from '../../ir/values.js';
import { type ChannelRules, type Channels, keepAxis, keptCount } from '../channels.js';
import { type AbsorbingMatrix, absorbConstants } from './absorb.js';

/** Input channels that some live row has a weight other than zero for. */
export const columnsRead = (
  weights: Int32Array,
  columns: number,
  channels: number,
  live: Channels,
): Channels => {
  const read = new Array<boolean>(channels).fill(false);
  weights.forEach((weight, i) => {
    if (weight !== 0 && live[Math.floor(i / columns)]) read[(i % columns) % channels] = true;
  });
  return read;
};

/** A folding as the user may have set it. */
export interface SetFolding {
  readonly pe?: number | undefined;
  readonly simd?: number | undefined;
  readonly skip?: boolean | undefined;
  readonly multiplier?: string | undefined;
  readonly packing?: 1 | 2 | 4 | undefined;
}

/** Rows whose weights other than zero are all for channels in `known`. */
const rowsDetermined = (
  weights: Int32Array,
  columns: number,
  channels: number,
  known: Channels,
): Channels => {
  const determined = new Array<boolean>(weights.length / columns).fill(true);
  weights.forEach((weight, i) => {
    if (weight !== 0 && !known[(i % columns) % channels])
      determined[Math.floor(i / columns)] = false;
  });
  return determined;
};

/** A folding that the user has set, no wider than what is left. */
export const narrowFolding = (array: SetFolding, outputs: number, inputs: number): SetFolding => ({
  ...array,
  ...(array.pe === undefined ? {} : { pe: Math.min(array.pe, outputs) }),
  ...(array.simd === undefined ? {} : { simd: Math.min(array.simd, inputs) }),
});

/**
 * Rules of a matrix of weights [outputs, .., channels]: rows that nobody reads go, columns of zeros make
 * the channel before them unread.
 */
export const matrixChannels = (
  given: Omit<AbsorbingMatrix, 'inputZeroPoint'> & {
    readonly array: SetFolding;
    readonly input: StreamType | undefined;
    readonly sparsity?: NmSparsity | undefined;
  },
): ChannelRules | undefined => {
  const { input: stream } = given;
  const options = { ...given, inputZeroPoint: stream?.zeroPoint ?? 0 };
  const { weights, bias, codes, array, sparsity } = options;
  const last = weights.shape.length - 1;
  const channels = weights.shape[last] as number;
  const columns = codes.length / (weights.shape[0] as number);
  // Without one channel, pairs would be other pairs; of others only integers may be set to 0.
  if ([weights.format, stream?.format].some((format) => format && isPaired(format))) {
    return undefined;
  }
  const whole = isInteger(weights.format) && (!stream || isInteger(stream.format));
  return {
    // Without a channel the groups of structured weights would be others.
    needs: (live) => [
      sparsity
        ? new Array<boolean>(channels).fill(true)
        : columnsRead(codes, columns, channels, live),
    ],
    determined: ([known]) => rowsDetermined(codes, columns, channels, known ?? []),
    ...(whole ? { absorb: ([constants]) => absorbConstants(options, constants ?? []) } : {}),
    keep([input], output) {
      if (!input) throw new Error('a matrix has one input');
      const rows = keepAxis(weights, 0, output, 'with axis');
      const inputs = (columns / channels) * keptCount(input);
      return {
        weights: keepAxis(rows, last, input, 'as they are'),
        ...(bias ? { bias: keepAxis(bias, 0, output, 'with axis') } : {}),
        array: narrowFolding(array, keptCount(output), inputs),
      };
    },
  };
};
