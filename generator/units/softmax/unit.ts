import { defineUnit } from '../unit.js';
import { softmaxContract } from './contract.js';
import { elaborateSoftmax } from './elaborate.js';
import { softmaxFoldings } from './foldings.js';
import { softmaxGolden } from './golden.js';
import { softmaxParameters } from './parameters.js';
import { softmaxReference } from './reference.js';
import { resolveSoftmax } from './spec.js';

export const softmax = defineUnit({
  kind: 'softmax',
  summary:
    'softmax over the last axis, bit by bit as TFLite defines it for int8 and int16, or others',
  inputCount: 1,
  parameters: softmaxParameters,
  resolve: resolveSoftmax,
  golden: softmaxGolden,
  reference: softmaxReference,
  elaborate: elaborateSoftmax,
  contract: softmaxContract,
  foldings: softmaxFoldings,
});
