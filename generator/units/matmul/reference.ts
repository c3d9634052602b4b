import { clampReal } from '../real.js';
import type { MatmulSpec } from './spec.js';

/** The product of the real matrices, clamped by the activation. */
export const matmulReference = (
  { shape, parameters }: MatmulSpec,
  [a, b]: readonly Float64Array[],
): Float64Array => {
  const { matrices, rows, depth, columns, transposed } = shape;
  const [alongDepth, alongColumns] = transposed ? [1, depth] : [columns, 1];
  return Float64Array.from({ length: matrices * rows * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    const from = Math.floor(row / rows) * depth * columns + (i % columns) * alongColumns;
    let sum = 0;
    for (let k = 0; k < depth; k++) {
      sum += (a?.[row * depth + k] as number) * (b?.[from + k * alongDepth] as number);
    }
    return clampReal(parameters.activation, sum);
  });
};
