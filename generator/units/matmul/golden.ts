import type { Codes } from '../../ir/codes.js';
import { accumulate } from '../dense/accumulate.js';
import { accumulateExactly } from '../dense/accumulate-exactly.js';
import { centre } from '../dense/centre.js';
import { vectorRescaler } from '../dense/rescale-vector.js';
import { rescaleCode } from '../requantize/rescale.js';
import type { MatmulSpec } from './spec.js';

/** The right operand as [columns, depth], matrix by matrix. */
const byColumns = (b: Int32Array, { shape }: MatmulSpec): Int32Array => {
  const { matrices, depth, columns, transposed } = shape;
  if (transposed) return b;
  const turned = new Int32Array(b.length);
  let at = 0;
  for (let matrix = 0; matrix < matrices; matrix++) {
    const from = matrix * depth * columns;
    for (let column = 0; column < columns; column++) {
      for (let k = 0; k < depth; k++) turned[at++] = b[from + k * columns + column] as number;
    }
  }
  return turned;
};

/** acc = sum((a - za) * (b - zb)); rescaled; + z; clamp. TFLite `reference_ops::BatchMatMul`. */
export const matmulGolden = (spec: MatmulSpec, inputs: readonly Codes[]): Codes => {
  const { shape, rescale, output } = spec;
  const [left = output, top = output] = spec.inputs;
  const { matrices, rows, depth, columns } = shape;
  const a = centre(inputs[0], left);
  const b = byColumns(centre(inputs[1], top), spec);
  const result = new Int32Array(matrices * rows * columns);
  const wide = rescale.accumulator === 'int64' ? new Float64Array(columns) : undefined;
  const sums = new Int32Array(columns);
  const rescaleVector = wide ? undefined : vectorRescaler(rescale, columns);
  for (let matrix = 0; matrix < matrices; matrix++) {
    const right = b.subarray(matrix * depth * columns, (matrix + 1) * depth * columns);
    for (let row = matrix * rows; row < (matrix + 1) * rows; row++) {
      if (wide) {
        accumulateExactly(right, undefined, a, row * depth, depth, wide);
        wide.forEach((sum, i) => {
          result[row * columns + i] = rescaleCode(rescale, sum, 0);
        });
      } else {
        accumulate(right, undefined, a, row * depth, depth, sums);
        rescaleVector?.(sums, result, row * columns);
      }
    }
  }
  return result;
};
