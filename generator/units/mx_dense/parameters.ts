import { z } from 'zod';
import { mxInputFifo } from '../microscaling/parameters.js';
import { activation, constantTensor, numberFormat } from '../parameters.js';

const simdWidths = [1, 2, 4, 8, 16, 32] as const;

export const mxDenseParameters = z.strictObject({
  weights: constantTensor.describe('elements of the weights [outputs, inputs], in a format of MX'),
  weightScales: constantTensor.describe(
    'scales of the weights [outputs, ceil(inputs / 32)], e8m0: tensor.mx makes both',
  ),
  bias: constantTensor
    .optional()
    .describe('bias [outputs], float32 or integers, with a scale of its own'),
  activation,
  guardBits: z
    .int()
    .min(0)
    .max(40)
    .default(8)
    .describe('bits kept below the sum of a block where sums of other exponents are added'),
  array: z
    .strictObject({
      pe: z.int().min(1).optional().describe('output channels a cycle, 1 .. outputs'),
      simd: z
        .union(simdWidths.map((width) => z.literal(width)))
        .optional()
        .describe('inputs a cycle, of one block: 1, 2, 4, 8, 16 or 32'),
      multiplier: z
        .enum(['auto', 'lut'])
        .optional()
        .describe(
          'what products are made of: auto leaves it to the synthesis (default), lut takes no multiplier of the target',
        ),
    })
    .default({})
    .describe('folding of the PE array'),
  inputFifo: mxInputFifo,
  output: z
    .strictObject({
      format: numberFormat
        .default({ kind: 'float32', bits: 32 })
        .describe('float32, or int or uint of at most 16 bits'),
      scale: z.number().positive().optional().describe('real value of one code; not of float32'),
      zeroPoint: z.int().default(0).describe('code of real zero'),
    })
    .prefault({})
    .describe('quantization of the output; default float32 with the scale of the inputs'),
});

export type MxDenseParameters = z.output<typeof mxDenseParameters>;
