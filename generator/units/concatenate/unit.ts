import { singleCodes } from '../format-problems.js';
import { defineUnit } from '../unit.js';
import { concatenateContract } from './contract.js';
import { elaborateConcatenate } from './elaborate.js';
import { concatenateFlow } from './flow.js';
import { concatenateGolden } from './golden.js';
import { concatenateReference } from './reference.js';
import { concatenateParameters, resolveConcatenate } from './spec.js';

export const concatenate = defineUnit({
  kind: 'concatenate',
  summary: 'several tensors of one quantization one behind the other along an axis',
  inputCount: [2, 64],
  formats: singleCodes,
  parameters: concatenateParameters,
  resolve: resolveConcatenate,
  golden: concatenateGolden,
  reference: concatenateReference,
  elaborate: elaborateConcatenate,
  contract: concatenateContract,
  flow: concatenateFlow,
});
