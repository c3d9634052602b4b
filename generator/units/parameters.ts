import { z } from 'zod';
import { isWide } from '../ir/codes.js';
import { isCode, type NumberFormat } from '../ir/format.js';
import type { ConstantTensor } from '../ir/tensor.js';

/** Pieces of parameter schemas that several units share. */

export const numberFormat: z.ZodType<NumberFormat> = z
  .strictObject({ kind: z.enum(['int', 'uint']), bits: z.int().min(1).max(64) })
  .describe('number format');

export const constantTensor: z.ZodType<ConstantTensor> = z.custom<ConstantTensor>(
  (value) =>
    typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === 'constant',
  'needs a constant tensor (tensor.of or tensor.fromNpy)',
);

/** How the output codes are to be read: real = scale * (code - zeroPoint). */
export const outputQuantization = z
  .strictObject({
    format: numberFormat.default({ kind: 'int', bits: 8 }).describe('number format of the output'),
    scale: z.number().positive().describe('real value of one code'),
    zeroPoint: z.int().default(0).describe('code of real zero'),
  })
  .refine(({ format, zeroPoint }) => isCode(format, zeroPoint), {
    message: 'is no code of the format',
    path: ['zeroPoint'],
  })
  .refine(({ format }) => !isWide(format), {
    message: 'is wider than the int32 that results are',
    path: ['format'],
  });

export type OutputQuantization = z.output<typeof outputQuantization>;

export const roundingMode = z
  .enum(['double', 'single'])
  .default('double')
  .describe('rounding of the requantization: TFLite reference (double) or XNNPACK (single)');

/** Left out: `accumulatorOf` the input's format. */
export const accumulator = z
  .enum(['int32', 'int64'])
  .optional()
  .describe(
    'what sums are kept in: int32, or int64 with 16-bit multipliers (TFLite 16x8); default int64 for int16 inputs, else int32',
  );

export const activation = z
  .enum(['none', 'relu', 'relu6', 'relu_n1_to_1'])
  .default('none')
  .describe('clamp of the output');

/** Folding of a PE array. */
export const arrayFolding = z.strictObject({
  pe: z.int().min(1).optional().describe('output channels a cycle, 1 .. outputs'),
  simd: z.int().min(1).optional().describe('inputs a cycle, 1 .. inputs'),
  skip: z
    .boolean()
    .optional()
    .describe('skip weights that are zero: pe multipliers, each with a list of its own (simd 1)'),
});

export type ArrayFolding = z.output<typeof arrayFolding>;

/** The PE array of a constant matrix: its folding, or another dataflow. */
export const matrixFolding = arrayFolding.extend({
  dataflow: z
    .enum(['folded', 'bit-serial', 'composed', 'constant'])
    .optional()
    .describe(
      'folded over multipliers (default), bit-serial: an activation a bit a cycle, composed: 8-bit multipliers that make two or four narrow products, or constant: every weight adders of its own',
    ),
  depth: z
    .int()
    .min(1)
    .max(32)
    .optional()
    .describe('adders between two registers of a constant array, default 6'),
  serial: z
    .enum(['activations', 'both'])
    .optional()
    .describe('what goes bit by bit in a bit-serial array: activations (default), or weights too'),
});

export type MatrixFolding = z.output<typeof matrixFolding>;

export const pair = (what: string, minimum: number) =>
  z
    .tuple([z.int().min(minimum), z.int().min(minimum)])
    .readonly()
    .describe(what);
