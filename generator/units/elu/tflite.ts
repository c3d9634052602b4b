import { floatExp } from '../exp/tflite.js';

const { fround } = Math;

/** x, below zero exp(x) - 1: TFLite's ELU has no alpha (lite/kernels/activations.cc, `EluPrepare`). */
export const floatElu = (x: number): number => (x < 0 ? fround(floatExp(x) - 1) : x);
