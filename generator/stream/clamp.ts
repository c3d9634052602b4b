import { bitVector } from '../emit/literal.js';
import { isSigned, type NumberFormat } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { pipeline } from './timing.js';

export interface ClampOptions {
  readonly instance: string;
  readonly format: NumberFormat;
  readonly lanes: number;
  /** Elements of a tensor. */
  readonly elements: number;
  /** Codes of the format. */
  readonly minimum: bigint | number;
  readonly maximum: bigint | number;
}

/** Every code brought between two limits; templates/lib/sinter_clamp.v. */
export const clampStage = (options: ClampOptions): Stage => {
  const { instance, format, lanes, elements, minimum, maximum } = options;
  const beats = Math.ceil(elements / lanes);
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_clamp' },
    parameters: {
      LANES: lanes,
      BITS: format.bits,
      SIGNED: isSigned(format) ? 1 : 0,
      MINIMUM: bitVector(format.bits, minimum),
      MAXIMUM: bitVector(format.bits, maximum),
      TAIL: elements - (beats - 1) * lanes,
    },
    inputBits: lanes * format.bits,
    outputBits: lanes * format.bits,
    timing: pipeline(beats, 1),
  };
};
