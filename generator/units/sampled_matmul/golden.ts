import { type Codes, narrow } from '../../ir/codes.js';
import { matmulGolden } from '../matmul/golden.js';
import { rescaleCode } from '../requantize/rescale.js';
import type { SampledMatmulSpec } from './spec.js';

/** The product where the mask is 1, what becomes of a sum of 0 where it is not. */
export const sampledMatmulGolden = (
  { product }: SampledMatmulSpec,
  [mask, a, b]: readonly Codes[],
): Codes => {
  const bits = narrow(mask);
  const none = rescaleCode(product.rescale, 0, 0);
  return narrow(matmulGolden(product, [a, b] as readonly Codes[])).map((code, i) =>
    bits[i] === 1 ? code : none,
  );
};
