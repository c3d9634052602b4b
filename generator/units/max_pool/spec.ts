import { SinterError } from '../../error.js';
import { isInteger, rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { activationClamp, type Clamp } from '../../numeric/activation.js';
import {
  type PoolParameters,
  type PoolReduction,
  type PoolSpec,
  poolParameters,
  resolvePool,
} from './pooling.js';

export const maxPoolParameters = poolParameters;

export interface MaxPoolSpec extends PoolSpec {
  readonly clamp: Clamp;
}

/** Codes of at most this many bits are numbers, signed or not. */
const formatBits = 31;

export const resolveMaxPool = (
  parameters: PoolParameters,
  [input]: readonly StreamType[],
  place: string,
): MaxPoolSpec => {
  const pool = resolvePool(parameters, input, { formatBits }, place);
  if (!isInteger(pool.output.format) && parameters.activation !== 'none') {
    throw new SinterError({
      code: 'E_PARAMETER',
      place: `${place}.activation`,
      reason: `gives ${parameters.activation}, which clamps codes of int and uint only`,
    });
  }
  return { ...pool, clamp: activationClamp(parameters.activation, pool.output) };
};

/** The smallest code outside the image never is the only maximum: every window has a cell inside. */
export const maxPoolReduction = (spec: MaxPoolSpec): PoolReduction => ({
  operation: 'maximum',
  resultBits: spec.output.format.bits,
  count: false,
  padCode: rangeOf(spec.output.format).minimum,
});
