import { type Codes, narrow } from '../../ir/codes.js';
import { preluCode } from './code.js';
import type { PreluSpec } from './spec.js';

export const preluGolden = (spec: PreluSpec, [input]: readonly Codes[]): Codes => {
  const { slopes, rescales, inputs } = spec;
  const zero = inputs[0]?.zeroPoint ?? 0;
  return narrow(input).map((code, i) =>
    preluCode(rescales, code - zero, slopes[i % slopes.length] as number),
  );
};
