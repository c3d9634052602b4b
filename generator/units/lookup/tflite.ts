import type { StreamType } from '../../ir/stream.js';
import type { OutputQuantization } from '../parameters.js';
import { floatTableCode } from './float-table.js';
import { type LookupSpec, resolveLookup } from './spec.js';

/** A function of one code by method `tflite`: the table that TFLite's kernel fills in float32. */
export const resolveFloatTable = (
  input: StreamType,
  place: string,
  options: {
    readonly unit: string;
    readonly output: OutputQuantization;
    /** One float32 to another, operation by operation as the kernel has them. */
    readonly transform: (value: number) => number;
    readonly real: (value: number) => number;
  },
): LookupSpec => {
  const { unit, output, transform, real } = options;
  return resolveLookup(input, place, {
    unit: `${unit} by method tflite`,
    widest: 'at most 8 bits',
    output,
    codeOf: floatTableCode(input, output, transform),
    real,
  });
};
