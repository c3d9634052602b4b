import { isPaired, valueOfCode } from '../../ir/values.js';
import { sources } from './golden.js';
import type { PadSpec } from './spec.js';

/** The input with the real value of `code` around it. */
export const padReference = (spec: PadSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('pad has one input');
  const { scale, zeroPoint, format } = spec.output;
  if (isPaired(format)) throw new Error('pairs are not padded');
  const padding = scale * (valueOfCode(format, spec.code) - zeroPoint);
  return Float64Array.from(sources(spec), (source) =>
    source === undefined ? padding : (x[source] as number),
  );
};
