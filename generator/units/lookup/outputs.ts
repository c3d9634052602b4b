import { rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import type { OutputQuantization } from '../parameters.js';

/** Outputs of units whose user does not say. */

/** The input's own quantization. */
export const asInput = ({ format, scale, zeroPoint }: StreamType): OutputQuantization => ({
  format,
  scale,
  zeroPoint,
});

/** [0, 1) over every code of the input's format: int8 at scale 1/256, zero point -128. */
export const unitInterval = ({ format }: StreamType): OutputQuantization => ({
  format,
  scale: 1 / 2 ** format.bits,
  zeroPoint: rangeOf(format).minimum,
});

/** [-1, 1) over every code of as many bits as the input has: int8 at scale 1/128. */
export const signedInterval = ({ format }: StreamType): OutputQuantization => ({
  format: { kind: 'int', bits: format.bits },
  scale: 2 / 2 ** format.bits,
  zeroPoint: 0,
});
