import { softmaxContract } from '../softmax/contract.js';
import { elaborateSoftmax } from '../softmax/elaborate.js';
import { softmaxFoldings } from '../softmax/foldings.js';
import { softmaxGolden } from '../softmax/golden.js';
import { softmaxReference } from '../softmax/reference.js';
import { defineUnit } from '../unit.js';
import { maskedSoftmaxFlow } from './flow.js';
import { maskedSoftmaxParameters, resolveMaskedSoftmax } from './spec.js';

export const maskedSoftmax = defineUnit({
  kind: 'masked_softmax',
  summary: 'softmax over those elements of the last axis whose bit of a second stream is 1',
  inputCount: 2,
  parameters: maskedSoftmaxParameters,
  resolve: resolveMaskedSoftmax,
  golden: softmaxGolden,
  reference: softmaxReference,
  elaborate: elaborateSoftmax,
  contract: softmaxContract,
  foldings: softmaxFoldings,
  flow: maskedSoftmaxFlow,
});
