import { defineUnit } from '../unit.js';
import { argmaxContract, argmaxFoldings } from './contract.js';
import { elaborateArgmax } from './elaborate.js';
import { argmaxGolden, argmaxReference } from './golden.js';
import { argmaxParameters, resolveArgmax } from './spec.js';

export const argmax = defineUnit({
  kind: 'argmax',
  summary: 'index of the largest element of each row of the last axis, the lowest of equals',
  inputCount: 1,
  parameters: argmaxParameters,
  resolve: resolveArgmax,
  golden: argmaxGolden,
  reference: argmaxReference,
  elaborate: elaborateArgmax,
  contract: argmaxContract,
  foldings: argmaxFoldings,
});
