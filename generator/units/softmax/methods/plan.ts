import type { Int16Softmax } from './int16.js';

/** What a method resolves to: its tables, all integers, and its formats. Plain data, told apart by `kind`. */
export type SoftmaxPlan = TflitePlan | Int16Plan | IBertPlan | LogPlan | OnlinePlan | ItaPlan;

/** TFLite int8: exponentials in Q0.31 by the difference from the row's maximum. */
export interface TflitePlan {
  readonly kind: 'tflite';
  readonly exponentials: Int32Array;
}

/** TFLite int16, for codes of 9 to 16 bits: the difference's factor; the tables are the definition's own. */
export interface Int16Plan {
  readonly kind: 'tflite-int16';
  readonly definition: Int16Softmax;
}

/** I-BERT: exponentials requantized to 16 bits, by difference. */
export interface IBertPlan {
  readonly kind: 'i-bert';
  readonly exponentials: Int32Array;
}

/** Everything in the log2 domain; tables by difference, by mantissa and by fraction. */
export interface LogPlan {
  readonly kind: 'log-domain';
  /** Fraction bits of logarithms. */
  readonly fractionBits: number;
  /** -log2 of the exponential of each difference; its exponential in Q1.20. */
  readonly exponents: Int32Array;
  readonly exponentials: Int32Array;
  /** log2 of 1.mantissa by the mantissa's top bits. */
  readonly logarithms: Int32Array;
  /** 2^-fraction, with `guardBits` more than the output. */
  readonly powers: Int32Array;
}

/** Softermax. 2^x of each code is mantissa * 2^integer, mantissa in (1/2, 1]. */
export interface OnlinePlan {
  readonly kind: 'online-base2';
  /** Elements that renew the running maximum together. */
  readonly group: number;
  /** By the code's bits: Q1.15, and the integer less the least of all. */
  readonly mantissas: Int32Array;
  readonly integers: Int32Array;
  readonly sumFraction: number;
  readonly reciprocalFraction: number;
  /** 1 / (1 + j / segments) for j = 0 .. segments, between which the reciprocal is linear. */
  readonly reciprocals: Int32Array;
  /** Fraction bits of a sum's mantissa that the reciprocal looks at. */
  readonly mantissaBits: number;
  readonly outputFraction: number;
}

/** ITA: shifts only. */
export interface ItaPlan {
  readonly kind: 'ita';
  readonly group: number;
}
