import { singleCodes } from '../format-problems.js';
import { defineUnit } from '../unit.js';
import { sliceContract } from './contract.js';
import { elaborateSlice } from './elaborate.js';
import { sliceFlow } from './flow.js';
import { sliceGolden } from './golden.js';
import { sliceReference } from './reference.js';
import { resolveSlice, sliceParameters } from './spec.js';

export const slice = defineUnit({
  kind: 'slice',
  summary: 'part of a tensor, along any axes, with strides',
  inputCount: 1,
  formats: singleCodes,
  parameters: sliceParameters,
  resolve: resolveSlice,
  golden: sliceGolden,
  reference: sliceReference,
  elaborate: elaborateSlice,
  contract: sliceContract,
  flow: sliceFlow,
});
