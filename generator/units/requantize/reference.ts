import { clampReal } from '../real.js';
import type { RequantizeSpec } from './spec.js';

/** Real value of each result: the sum times its real factor and the output's scale, clamped. */
export const requantizeReference = (
  spec: RequantizeSpec,
  [x]: readonly Float64Array[],
): Float64Array => {
  if (!x) throw new Error('requantize has one input');
  const [input] = spec.inputs;
  const { scale = 1, zeroPoint = 0 } = input ?? {};
  const { multipliers } = spec.rescale;
  return x.map((value, i) => {
    const channel = i % spec.channels;
    const sum = value / scale + zeroPoint + (spec.bias[channel] as number);
    const { multiplier, shift } = multipliers[multipliers.length === 1 ? 0 : channel] ?? {
      multiplier: 0,
      shift: 0,
    };
    const real = sum * multiplier * 2 ** (shift - 31) * spec.output.scale;
    return clampReal(spec.parameters.activation, real);
  });
};
