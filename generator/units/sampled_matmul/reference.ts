import { matmulReference } from '../matmul/reference.js';
import { clampReal } from '../real.js';
import type { SampledMatmulSpec } from './spec.js';

/** The product of the real matrices where the mask is 1, else 0, clamped by the activation. */
export const sampledMatmulReference = (
  { product, parameters }: SampledMatmulSpec,
  [mask, a, b]: readonly Float64Array[],
): Float64Array =>
  matmulReference(product, [a, b] as readonly Float64Array[]).map((value, i) =>
    mask?.[i] === 1 ? value : clampReal(parameters.activation, 0),
  );
