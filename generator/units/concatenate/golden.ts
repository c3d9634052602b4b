import { allocateCodes, type Codes, narrow } from '../../ir/codes.js';
import { elementsOf } from '../../ir/stream.js';
import type { ConcatenateSpec } from './spec.js';

/** Calls `visit` for each block of the output: which input it is of, and where it starts in both. */
export const forEachBlock = (
  { blocks, rounds }: ConcatenateSpec,
  visit: (input: number, from: number, to: number, length: number) => void,
): void => {
  let out = 0;
  for (let round = 0; round < rounds; round++) {
    for (const [input, length] of blocks.entries()) {
      visit(input, round * length, out, length);
      out += length;
    }
  }
};

/** Blocks of the inputs in turns. TFLite `reference_ops::Concatenation`. */
export const concatenateGolden = (spec: ConcatenateSpec, inputs: readonly Codes[]): Codes => {
  const y = allocateCodes(spec.output.format, elementsOf(spec.output));
  forEachBlock(spec, (input, from, to, length) => {
    const x = inputs[input];
    if (y instanceof Int32Array) y.set(narrow(x).subarray(from, from + length), to);
    else if (x instanceof BigInt64Array) y.set(x.subarray(from, from + length), to);
  });
  return y;
};
