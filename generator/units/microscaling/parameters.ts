import { z } from 'zod';
import type { MxFormat, NumberFormat } from '../../ir/format.js';
import { numberFormat } from '../parameters.js';

/** Pieces of parameter schemas that the units of Microscaling share. */

export const elementFormat = numberFormat
  .refine(({ kind }) => kind === 'mx', {
    message: 'is no element format: mxfp8, mxfp6, mxfp4 or mxint8',
  })
  .describe('element format of the block: mxfp8, mxfp6, mxfp4 or mxint8');

export const elementFormatOf = (format: NumberFormat): MxFormat => {
  if (format.kind !== 'mx') throw new Error('an element format was checked to be one');
  return format;
};

export const blockLanesParameter = z
  .union([z.literal(1), z.literal(2), z.literal(4), z.literal(8), z.literal(16), z.literal(32)])
  .optional()
  .describe('elements a cycle, of one block; default as many as come, and no more than 32');

export const mxInputFifo = z
  .tuple([z.int().min(0), z.int().min(0)])
  .readonly()
  .default([0, 0])
  .describe('beats of a buffer in front of each input, 0 for none');
