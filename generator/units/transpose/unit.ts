import { singleCodes } from '../format-problems.js';
import { defineUnit } from '../unit.js';
import { transposeContract } from './contract.js';
import { elaborateTranspose } from './elaborate.js';
import { transposeFlow } from './flow.js';
import { transposeGolden } from './golden.js';
import { transposeReference } from './reference.js';
import { resolveTranspose, transposeParameters } from './spec.js';

export const transpose = defineUnit({
  kind: 'transpose',
  summary: 'the axes of a tensor in another order',
  inputCount: 1,
  formats: singleCodes,
  parameters: transposeParameters,
  resolve: resolveTranspose,
  golden: transposeGolden,
  reference: transposeReference,
  elaborate: elaborateTranspose,
  contract: transposeContract,
  flow: transposeFlow,
});
