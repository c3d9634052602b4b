import { SinterError } from '../error.js';
import type { DatapathNode } from '../ir/datapath.js';
import type { StreamType } from '../ir/stream.js';
import type { ConstantTensor } from '../ir/tensor.js';
import { units } from '../units/index.js';
import { channelMeans } from './layer-inputs.js';

const isConstant = (value: unknown): value is ConstantTensor =>
  typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === 'constant';

export const biasOf = ({ parameters }: DatapathNode): ConstantTensor | undefined => {
  const bias = parameters['bias'];
  return isConstant(bias) ? bias : undefined;
};

/** Real bias of each row; its codes have the scale input x weights. */
export const realBias = (
  node: DatapathNode,
  rows: number,
  scales: Float64Array,
  inputScale: number,
): Float64Array => {
  const bias = biasOf(node);
  return Float64Array.from({ length: rows }, (_, row) =>
    bias ? Number(bias.data[row]) * inputScale * (scales[row] as number) : 0,
  );
};

/** Codes of a bias are int32, or exact in a double where sums are an int64. */
export const largestBiasCode = (node: DatapathNode): number =>
  biasOf(node)?.data instanceof BigInt64Array ? 2 ** 53 - 1 : 2 ** 31 - 1;

/** A bias of real values in the scale input x weights. Throws E_TENSOR where a code is none. */
export const encodeBias = (
  node: DatapathNode,
  values: Float64Array,
  weights: ConstantTensor,
  inputScale: number,
  place: string,
): ConstantTensor => {
  const largest = largestBiasCode(node);
  const codes = Array.from(values, (value, row) => {
    const scale =
      typeof weights.scale === 'number' ? weights.scale : (weights.scale[row] as number);
    const code = Math.round(value / (inputScale * scale));
    if (Math.abs(code) <= largest) return code;
    throw new SinterError({
      code: 'E_TENSOR',
      place: `${place}.bias`,
      reason: `needs code ${code} for output ${row}, which int32 does not hold`,
      hint: 'give the layer more bits',
    });
  });
  const before = biasOf(node);
  const wide = before?.data instanceof BigInt64Array;
  return {
    kind: 'constant',
    shape: [values.length],
    scale: 1,
    zeroPoint: 0,
    origin: `${place}.bias`,
    ...before,
    format: before?.format ?? { kind: 'int', bits: 32 },
    data: wide ? BigInt64Array.from(codes, BigInt) : Int32Array.from(codes),
  };
};

/** A layer's last node and, of each sample, the real values of its streams. */
export interface LayerRun {
  readonly node: DatapathNode;
  readonly streams: readonly StreamType[];
  readonly inputs: readonly (readonly Float64Array[])[];
}

/** Means of each output before the layer's activation, in real arithmetic. */
const plainMeans = ({ node, streams, inputs }: LayerRun, rows: number): Float64Array => {
  const parameters = { ...node.parameters, activation: 'none' };
  const unit = units[node.unit].bind(parameters, streams, node.name);
  return channelMeans(
    inputs.map((values) => unit.reference(values)),
    rows,
  );
};

/**
 * What a layer's outputs lose on average, per output: the means of what it was to give less those of
 * what it gives, before its activation. Real values.
 */
export const lostMeans = (given: LayerRun, encoded: LayerRun, rows: number): Float64Array => {
  const before = plainMeans(given, rows);
  const after = plainMeans(encoded, rows);
  return before.map((mean, row) => mean - (after[row] as number));
};
