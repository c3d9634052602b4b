import type { Codes } from '../../ir/codes.js';
import { blockSize } from '../../ir/formats/microscaling.js';
import { scaleOfBlock } from '../../numeric/microscaling.js';
import { sourceValue } from '../microscaling/source-values.js';
import type { MxScaleSpec } from './spec.js';

/** One scale for each 32 elements of a row: OCP MX 1.0, 6.3. */
export const mxScaleGolden = (spec: MxScaleSpec, [codes]: readonly Codes[]): Codes => {
  const { row, format, inputs, output } = spec;
  const value = sourceValue(inputs[0] ?? output, codes);
  return Int32Array.from({ length: row.rows * row.blocks }, (_, i) => {
    const first = (i % row.blocks) * blockSize;
    const length = Math.min(blockSize, row.length - first);
    const from = Math.floor(i / row.blocks) * row.length + first;
    return scaleOfBlock(
      Array.from({ length }, (_element, k) => value(from + k)),
      format,
    );
  });
};
