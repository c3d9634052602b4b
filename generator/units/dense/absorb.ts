import type { ConstantTensor } from '../../ir/tensor.js';
import type { Constants } from '../channels.js';

/** A matrix of weights [outputs, .., channels] with what it takes to leave out constant channels. */
export interface AbsorbingMatrix {
  readonly weights: ConstantTensor;
  readonly bias?: ConstantTensor | undefined;
  /** Codes less the zero point. */
  readonly codes: Int32Array;
  readonly inputZeroPoint: number;
  /** Whether a window may lie partly outside the image, where every channel has its zero point. */
  readonly padded: boolean;
}

const isInt32 = (value: number): boolean => value === (value | 0);

/** An int32 bias for every row: the one that is there, or zeros. */
const biasOf = ({ weights, bias }: AbsorbingMatrix): ConstantTensor => {
  const [outputs = 0] = weights.shape;
  return {
    kind: 'constant',
    shape: [outputs],
    scale: 1,
    zeroPoint: 0,
    origin: weights.origin,
    ...bias,
    format: { kind: 'int', bits: 32 },
    data: bias?.data ?? new Int32Array(outputs),
  };
};

/**
 * Weights and bias with sum(w * (code - zero point)) of each constant channel in the bias and zeros in
 * its columns: the same sums. A channel stays where its padding differs from it, or a bias would leave
 * int32.
 */
export const absorbConstants = (
  matrix: AbsorbingMatrix,
  constants: Constants,
): Readonly<Record<string, unknown>> => {
  const { weights, codes, inputZeroPoint, padded } = matrix;
  const bias = biasOf(matrix);
  if (!(bias.data instanceof Int32Array) || !(weights.data instanceof Int32Array)) return {};
  const channels = constants.length;
  const columns = codes.length / bias.data.length;
  const data = Int32Array.from(weights.data);
  let sums = Array.from(bias.data);
  let changed = false;
  constants.forEach((code, channel) => {
    const real = code === undefined ? undefined : code - inputZeroPoint;
    if (real === undefined || (padded && real !== 0)) return;
    const own = sums.map((sum, row) => {
      let moved = sum;
      for (let i = channel; i < columns; i += channels) {
        moved += (codes[row * columns + i] as number) * real;
      }
      return moved;
    });
    if (!own.every(isInt32)) return;
    sums = own;
    for (let i = channel; i < data.length; i += channels) {
      if (codes[i] === 0) continue;
      data[i] = weights.zeroPoint;
      changed = true;
    }
  });
  if (!changed) return {};
  return { weights: { ...weights, data }, bias: { ...bias, data: Int32Array.from(sums) } };
};
