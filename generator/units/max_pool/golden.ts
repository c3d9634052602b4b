import { type Codes, narrow } from '../../ir/codes.js';
import { elementsOf } from '../../ir/stream.js';
import { clampTo } from '../../numeric/activation.js';
import { forEachWindow } from './pooling.js';
import type { MaxPoolSpec } from './spec.js';

/** Largest code of each window's cells in the image, clamped. TFLite `reference_integer_ops::MaxPool`. */
export const maxPoolGolden = (spec: MaxPoolSpec, [input]: readonly Codes[]): Codes => {
  const y = new Int32Array(elementsOf(spec.output));
  forEachWindow(spec, narrow(input), (cells, index) => {
    let largest = cells[0] as number;
    for (const cell of cells) if (cell > largest) largest = cell;
    y[index] = clampTo(largest, spec.clamp);
  });
  return y;
};
