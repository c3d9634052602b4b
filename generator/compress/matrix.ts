import type { DatapathNode } from '../ir/datapath.js';
import { isFloating } from '../ir/format.js';
import type { ConstantTensor } from '../ir/tensor.js';
import { valuesOf } from '../ir/values.js';

/** The weights of a layer as real numbers, a row an output. */
export interface WeightMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Channels of the input that the columns run over, innermost; 0 where each output has its own input. */
  readonly channels: number;
  /** rows x columns, row-major. */
  readonly values: Float64Array;
  readonly tensor: ConstantTensor;
  /** Where a row's weights are in the tensor. */
  indexOf(row: number, column: number): number;
}

const isConstant = (value: unknown): value is ConstantTensor =>
  typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === 'constant';

/** The weights of a node; undefined for nodes without a matrix of their own, and for those of Microscaling. */
export const weightMatrixOf = ({ unit, parameters }: DatapathNode): WeightMatrix | undefined => {
  const tensor = parameters['weights'];
  if (!isConstant(tensor) || !(tensor.data instanceof Int32Array)) return undefined;
  if (isFloating(tensor.format)) return undefined;
  const { data, shape, scale, zeroPoint } = tensor;
  const isDepthwise = unit === 'depthwise_conv2d';
  const rows = (isDepthwise ? shape.at(-1) : shape[0]) as number;
  const columns = data.length / rows;
  const indexOf = (row: number, column: number): number =>
    isDepthwise ? column * rows + row : row * columns + column;
  const worth = valuesOf(tensor.format, data);
  const values = new Float64Array(data.length);
  for (let row = 0; row < rows; row++) {
    const step = typeof scale === 'number' ? scale : (scale[row] as number);
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = step * ((worth[indexOf(row, column)] as number) - zeroPoint);
    }
  }
  return {
    rows,
    columns,
    channels: isDepthwise ? 0 : (shape.at(-1) as number),
    values,
    tensor,
    indexOf,
  };
};

/** Scale of each row's codes. */
export const rowScales = ({ rows, tensor: { scale } }: WeightMatrix): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) =>
    typeof scale === 'number' ? scale : (scale[row] as number),
  );
