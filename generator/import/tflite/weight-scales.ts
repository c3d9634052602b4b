import type { TfliteTensor } from './model.js';
import { modelError, quantizeHint } from './problem.js';

/** Per-tensor scale as a number, per-channel scales along `axis` as an array; elements of `bits`. */
export const weightScales = (
  tensor: TfliteTensor,
  shape: readonly number[],
  axis: number,
  place: string,
  bits = 8,
): { scale: number | readonly number[]; zeroPoint: number } => {
  const { quantization } = tensor;
  if (!quantization || quantization.scales.length === 0) {
    throw modelError(place, 'has no quantization (no scale)', quantizeHint);
  }
  const { scales, zeroPoints, dimension, custom } = quantization;
  if (custom)
    throw modelError(place, 'has a quantization other than scale and zero point', quantizeHint);
  const wrong = scales.findIndex((scale) => !(scale > 0 && Number.isFinite(scale)));
  if (wrong >= 0) {
    throw modelError(
      place,
      `has scale ${scales[wrong]} (number ${wrong}), needs a positive number`,
      quantizeHint,
    );
  }
  const channels = shape[axis] as number;
  if (scales.length > 1 && dimension !== axis) {
    throw modelError(
      place,
      `has its scales along axis ${dimension}, needs them along axis ${axis}`,
      'quantize per output channel',
    );
  }
  if (scales.length > 1 && scales.length !== channels) {
    throw modelError(
      place,
      `has ${scales.length} scales for ${channels} output channels`,
      'quantize per tensor or per output channel',
    );
  }
  if (zeroPoints.length > 1 && zeroPoints.length !== scales.length) {
    throw modelError(
      place,
      `has ${zeroPoints.length} zero points for ${scales.length} scales`,
      quantizeHint,
    );
  }
  const zeroPoint = zeroPoints[0] ?? 0n;
  if (zeroPoints.some((point) => point !== zeroPoint)) {
    throw modelError(
      place,
      'has zero points that differ between channels',
      'quantize the weights symmetrically',
    );
  }
  const most = 2 ** (bits - 1) - 1;
  if (zeroPoint < -most - 1 || zeroPoint > most) {
    throw modelError(
      place,
      `has zero point ${zeroPoint}, needs ${-most - 1} to ${most}`,
      quantizeHint,
    );
  }
  return {
    scale: scales.length === 1 ? (scales[0] as number) : scales,
    zeroPoint: Number(zeroPoint),
  };
};
