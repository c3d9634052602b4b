import { blockSize } from '../../ir/formats/microscaling.js';
import type { MxElementsSpec } from './spec.js';

/** Real values over the real scale of their block. */
export const mxElementsReference = (
  { row }: MxElementsSpec,
  [x, scales]: readonly Float64Array[],
): Float64Array =>
  Float64Array.from({ length: row.rows * row.length }, (_, i) => {
    const block = Math.floor((i % row.length) / blockSize);
    const scale = scales?.[Math.floor(i / row.length) * row.blocks + block] as number;
    return (x?.[i] as number) / scale;
  });
