import { type Codes, narrow } from '../../ir/codes.js';
import { blockSize } from '../../ir/formats/microscaling.js';
import { elementOf, specialElement } from '../../numeric/microscaling.js';
import { sourceSpecial, sourceValue } from '../microscaling/source-values.js';
import type { MxElementsSpec } from './spec.js';

/** Every number over its block's scale, to the nearest element: OCP MX 1.0, 6.3. */
export const mxElementsGolden = (
  spec: MxElementsSpec,
  [codes, scaleCodes]: readonly Codes[],
): Codes => {
  const { row, format, inputs, output } = spec;
  const value = sourceValue(inputs[0] ?? output, codes);
  const scales = narrow(scaleCodes);
  return Int32Array.from({ length: row.rows * row.length }, (_, i) => {
    const block = Math.floor((i % row.length) / blockSize);
    const scale = scales[Math.floor(i / row.length) * row.blocks + block] as number;
    const number = value(i);
    return number
      ? elementOf(number, scale, format)
      : specialElement(sourceSpecial(codes, i), scale, format);
  });
};
