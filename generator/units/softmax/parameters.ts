import { z } from 'zod';
import { numberFormat, roundingMode } from '../parameters.js';

export const softmaxMethods = ['tflite', 'i-bert', 'online-base2', 'ita', 'log-domain'] as const;

/** Parameters of a softmax, masked by a stream or not. */
export const softmaxFields = {
  beta: z.number().positive().default(1).describe('factor of the input before the exponential'),
  rounding: roundingMode.describe(
    'rounding of the differences of int16 codes: TFLite reference (double) or XNNPACK (single)',
  ),
  lanes: z.int().min(1).default(1).describe('elements a cycle, 1 .. length of a row'),
  method: z
    .enum(softmaxMethods)
    .default('tflite')
    .describe('whose integer softmax it is; online-base2 is Softermax'),
  formats: z
    .enum(['softermax', 'wide'])
    .default('softermax')
    .describe("online-base2: the paper's formats, or wide ones"),
  group: z
    .int()
    .min(1)
    .default(16)
    .describe('online-base2 and ita: elements that renew the running maximum together'),
  length: z
    .int()
    .min(1)
    .optional()
    .describe('elements of a row that count, those behind are padding; default all'),
  causal: z
    .boolean()
    .default(false)
    .describe('row i of each [n, n] matrix sees only its first i + 1 elements'),
  rowCycles: z
    .int()
    .min(1)
    .optional()
    .describe('cycles that a row may take, for less hardware; default row / lanes'),
  output: z
    .strictObject({ format: numberFormat.describe('number format of the output') })
    .optional()
    .describe(
      'int or uint of 8 bits, 16 where the method has them; real 1 is 2^bits; default int8',
    ),
};

export const softmaxParameters = z.strictObject(softmaxFields);

export type SoftmaxParameters = z.output<typeof softmaxParameters>;
