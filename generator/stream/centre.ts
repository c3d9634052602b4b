import { signedDecimal } from '../emit/literal.js';
import { isSigned } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { beatsOf, elementsOf, type StreamType } from '../ir/stream.js';
import { centredBits } from './product.js';
import { pipeline } from './timing.js';

/** Codes less their zero point, as signed numbers; templates/lib/sinter_centre.v. */
export const centreStage = (instance: string, stream: StreamType): Stage => {
  const { format, zeroPoint, lanes } = stream;
  const beats = beatsOf(stream);
  const bits = centredBits(stream);
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_centre' },
    parameters: {
      LANES: lanes,
      TAIL: elementsOf(stream) - (beats - 1) * lanes,
      IN_BITS: format.bits,
      IN_SIGNED: isSigned(format) ? 1 : 0,
      ZERO_POINT: signedDecimal(format.bits + 1, zeroPoint),
      OUT_BITS: bits,
    },
    inputBits: lanes * format.bits,
    outputBits: lanes * bits,
    timing: pipeline(beats, 1),
  };
};
