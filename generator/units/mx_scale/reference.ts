import { blockSize, shapeOfElement } from '../../ir/formats/microscaling.js';
import type { MxScaleSpec } from './spec.js';

/** 2^(floor(log2(largest magnitude)) - emax) of real values over the stream's own scale. */
export const mxScaleReference = (spec: MxScaleSpec, [x]: readonly Float64Array[]): Float64Array => {
  const { row, format, inputs } = spec;
  const scale = inputs[0]?.scale ?? 1;
  const { emax } = shapeOfElement(format);
  return Float64Array.from({ length: row.rows * row.blocks }, (_, i) => {
    const first = (i % row.blocks) * blockSize;
    const from = Math.floor(i / row.blocks) * row.length + first;
    let largest = 0;
    for (let k = 0; k < Math.min(blockSize, row.length - first); k++) {
      largest = Math.max(largest, Math.abs(x?.[from + k] as number) / scale);
    }
    return 2 ** Math.max(-127, Math.min(127, Math.floor(Math.log2(largest)) - emax));
  });
};
