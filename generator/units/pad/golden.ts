import { allocateCodes, type Codes } from '../../ir/codes.js';
import { elementsOf } from '../../ir/stream.js';
import type { PadSpec } from './spec.js';

/** For each element of the output, the input's element that is there; undefined for padding. */
export const sources = ({ inputs, output, before }: PadSpec): readonly (number | undefined)[] => {
  const [input] = inputs;
  if (!input) throw new Error('pad has one input');
  return Array.from({ length: elementsOf(output) }, (_, element) => {
    let rest = element;
    let index = 0;
    let stride = 1;
    let isData = true;
    for (let axis = output.shape.length - 1; axis >= 0; axis--) {
      const length = output.shape[axis] as number;
      const size = input.shape[axis] as number;
      const at = (rest % length) - (before[axis] as number);
      rest = Math.floor(rest / length);
      isData &&= at >= 0 && at < size;
      index += at * stride;
      stride *= size;
    }
    return isData ? index : undefined;
  });
};

/** The input with `code` around it. TFLite `reference_ops::Pad`. */
export const padGolden = (spec: PadSpec, [input]: readonly Codes[]): Codes => {
  if (!input) throw new Error('pad has one input');
  const { format } = spec.output;
  const y = allocateCodes(format, elementsOf(spec.output));
  for (const [i, source] of sources(spec).entries()) {
    if (y instanceof Int32Array) y[i] = source === undefined ? spec.code : Number(input[source]);
    else y[i] = source === undefined ? BigInt(spec.code) : BigInt(input[source] as bigint);
  }
  return y;
};
