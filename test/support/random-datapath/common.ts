import * as formats from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import type { DatapathDraw } from './draw.js';

/** What random datapaths are drawn of: each step adds a unit, or a few that belong together. */
export type Step = (d: DatapathDraw) => unknown;

export const activation = (d: DatapathDraw) =>
  d.maybe('activation', d.choose(['relu', 'relu6', 'relu_n1_to_1']), 3);
export const rounding = (d: DatapathDraw) => d.maybe('rounding', 'single', 3);
export const lanes = (d: DatapathDraw, most: number) => d.maybe('lanes', d.width(most));
export const outputs = (d: DatapathDraw): number => d.choose([1, 2, 3, 4, 5, 6, 8, 9]);

export const bias = (d: DatapathDraw, channels: number) =>
  d.maybe(
    'bias',
    tensor.fromCodes(
      Array.from({ length: channels }, () => d.between(-300, 300)),
      [channels],
      formats.int(32),
    ),
  );

/** What sums of so many products of the input are about as large as. */
export const magnitudeOf = ({ scale, format }: StreamType, terms: number): number =>
  scale * 2 ** Math.min(format.bits - 1, 7) * Math.sqrt(terms) * 2;
