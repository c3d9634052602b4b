import { z } from 'zod';
import { isWide } from '../ir/codes.js';
import { isZeroPoint, type NumberFormat } from '../ir/format.js';
import { codebookBits, codebookLimits } from '../ir/formats/codebook.js';
import { flintBits } from '../ir/formats/flint.js';
import { elementShapes, mxElements } from '../ir/formats/microscaling.js';
import { powerOfTwoBits } from '../ir/formats/power-of-two.js';
import { largestGroup } from '../ir/sparsity.js';
import type { ConstantTensor } from '../ir/tensor.js';

/** Pieces of parameter schemas that several units share. */

const codebookValue = z.int().min(-codebookLimits.largest).max(codebookLimits.largest);

/** As the functions of `dsl/formats.ts` make them. */
export const numberFormat: z.ZodType<NumberFormat> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('binary'), bits: z.literal(1) }),
    z.strictObject({ kind: z.literal('ternary'), bits: z.literal(2) }),
    z.strictObject({ kind: z.literal('olive'), bits: z.literal(4) }),
    z.strictObject({ kind: z.literal('e8m0'), bits: z.literal(8) }),
    z.strictObject({ kind: z.literal('float32'), bits: z.literal(32) }),
    z
      .strictObject({ kind: z.literal('mx'), bits: z.int(), element: z.enum(mxElements) })
      .refine(({ bits, element }) => bits === elementShapes[element].bits, {
        message: 'has not the bits of its element',
      }),
    z
      .strictObject({
        kind: z.literal('codebook'),
        bits: z.int(),
        values: z
          .array(codebookValue)
          .min(codebookLimits.fewest)
          .max(codebookLimits.most)
          .readonly(),
      })
      .refine(({ bits, values }) => bits === codebookBits(values.length), {
        message: 'has not the bits that its values need',
      }),
    z.strictObject({
      kind: z.literal('powerOfTwo'),
      bits: z.int().min(powerOfTwoBits.minimum).max(powerOfTwoBits.maximum),
    }),
    z
      .strictObject({ kind: z.literal('flint'), bits: z.int(), signed: z.boolean() })
      .refine(
        ({ bits, signed }) =>
          bits - Number(signed) >= flintBits.minimum && bits - Number(signed) <= flintBits.maximum,
        {
          message: `has ${flintBits.minimum} to ${flintBits.maximum} bits, and one more with a sign`,
        },
      ),
    z.strictObject({ kind: z.enum(['int', 'uint']), bits: z.int().min(1).max(64) }),
  ])
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
  .refine(({ format, zeroPoint }) => isZeroPoint(format, zeroPoint), {
    message: 'is no zero point of the format',
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

export const multiplierStyle = z
  .enum(['auto', 'lut', 'dsp'])
  .optional()
  .describe(
    'what products are made of: auto leaves it to the synthesis (default), lut takes no multiplier of the target, dsp asks for one',
  );

/** Folding of a PE array. */
export const arrayFolding = z.strictObject({
  pe: z.int().min(1).optional().describe('output channels a cycle, 1 .. outputs'),
  simd: z.int().min(1).optional().describe('inputs a cycle, 1 .. inputs'),
  skip: z
    .boolean()
    .optional()
    .describe('skip weights that are zero: pe multipliers, each with a list of its own (simd 1)'),
  multiplier: multiplierStyle,
  packing: z
    .union([z.literal(1), z.literal(2), z.literal(4)])
    .optional()
    .describe(
      'outputs that share a multiplier, as fields of its product (int and uint); default 1',
    ),
  dataflow: z
    .enum([
      'folded',
      'bit-serial',
      'broadcast',
      'composed',
      'constant',
      'independent-lanes',
      'inner-join',
    ])
    .optional()
    .describe(
      'folded over multipliers (default); bit-serial: an activation a bit a cycle; composed: 8-bit multipliers that make two or four narrow products; constant: every weight adders of its own; and, leaving out activations that are zero, so that cycles depend on the data: broadcast (EIE, skips zero weights too), independent-lanes (Cnvlutin), inner-join (SparTen, skips zero weights too)',
    ),
  centroids: z
    .enum(['auto', 'look-up', 'accumulate'])
    .optional()
    .describe(
      'weights of few values: look-up multiplies each by its activation; accumulate sums activations up by value and multiplies the sums; auto (default) takes what is less, of codebooks',
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

/** `nm(2, 4)`, or as the command line writes it: `2:4`. */
export const sparsity = z
  .union([
    z
      .string()
      .regex(/^\d{1,2}:\d{1,2}$/)
      .transform((text) => {
        const [n = 0, m = 0] = text.split(':').map(Number);
        return { kind: 'nm' as const, n, m };
      }),
    z.strictObject({ kind: z.literal('nm'), n: z.int(), m: z.int() }),
  ])
  .refine(({ n, m }) => n >= 1 && n < m && m <= largestGroup, {
    message: `is no n:m with 1 <= n < m <= ${largestGroup}`,
  })
  .optional()
  .describe('structure of the weights: at most n of m along the inputs are not zero, nm(2, 4)');

export type ArrayFolding = z.output<typeof arrayFolding>;

export const pair = (what: string, minimum: number) =>
  z
    .tuple([z.int().min(minimum), z.int().min(minimum)])
    .readonly()
    .describe(what);
