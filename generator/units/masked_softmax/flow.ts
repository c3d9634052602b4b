import { type Flow, plainFlow } from '../../schedule/flow.js';
import { softmaxContract } from '../softmax/contract.js';
import type { SoftmaxSpec } from '../softmax/spec.js';

/** A row of scores with its row of the mask, which is made of a whole row and comes after it. */
export const maskedSoftmaxFlow = (spec: SoftmaxSpec): Flow => {
  const { inputs, output } = spec;
  const plain = plainFlow(inputs[0] ?? output, output, softmaxContract(spec).intervalCycles);
  const { inputVectors, needs, frees } = plain;
  const row = { inputVectors, needs, frees };
  return { ...plain, inputs: [row, row], staggered: true };
};
