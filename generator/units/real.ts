import type { Activation } from '../numeric/activation.js';

/** Real-valued helpers of the reference models; nothing of them reaches hardware. */

export const clampReal = (activation: Activation, x: number): number => {
  switch (activation) {
    case 'none':
      return x;
    case 'relu':
      return Math.max(0, x);
    case 'relu6':
      return Math.min(6, Math.max(0, x));
    case 'relu_n1_to_1':
      return Math.min(1, Math.max(-1, x));
  }
};
