import { clampReal } from '../real.js';
import type { ReluSpec } from './spec.js';

/** max(0, x), and for the others also their upper limit. */
export const reluReference = (spec: ReluSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('relu has one input');
  return x.map((value) => clampReal(spec.parameters.activation, value));
};
