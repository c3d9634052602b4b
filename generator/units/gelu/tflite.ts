import { Decimal } from '../../functions/decimal.js';
import { erf, tanh } from '../../functions/definitions.js';

/**
 * The two transforms of lite/kernels/internal/reference/gelu.h, operation by operation in float32, without fused
 * products. What the C library gives of erfc and tanh is taken as correctly rounded: real libraries are within a
 * unit in the last place of it.
 */

const { fround } = Math;

const one = new Decimal(1);

/** -1 / sqrt(2) and sqrt(2 / pi) as the header has them, to float32. */
const minusRootHalf = fround(-Math.SQRT1_2);
const rootTwoOverPi = fround(1.1283791670955126 * Math.SQRT1_2);
const cubic = fround(0.044715);

/** 0.5 x erfc(-x / sqrt(2)) */
const erfForm = (x: number): number => {
  const argument = new Decimal(fround(x * minusRootHalf));
  const share = fround(one.sub(erf(argument)).toNumber());
  return fround(fround(0.5 * x) * share);
};

/** 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) */
const tanhForm = (x: number): number => {
  const cube = fround(fround(fround(cubic * x) * x) * x);
  const argument = new Decimal(fround(rootTwoOverPi * fround(x + cube)));
  const share = fround(1 + fround(tanh.of(argument).toNumber()));
  return fround(fround(0.5 * x) * share);
};

/** GELU of a float32, as TFLite computes it. */
export const floatGelu = (form: 'erf' | 'tanh'): ((x: number) => number) =>
  form === 'erf' ? erfForm : tanhForm;
