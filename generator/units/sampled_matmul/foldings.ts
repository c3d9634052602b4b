import { bestFoldings, usefulWidths } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import { sampledInterval } from './model.js';
import type { SampledMatmulSpec } from './spec.js';

export const sampledMatmulFoldings = ({
  product,
  timing,
}: SampledMatmulSpec): readonly FoldingChoice[] => {
  const { depth } = product.shape;
  return bestFoldings(
    usefulWidths(depth).map((simd) => ({
      parameters: { array: { simd } },
      multipliers: simd,
      intervalCycles: sampledInterval({ ...timing, simd, steps: Math.ceil(depth / simd) }),
    })),
  );
};
