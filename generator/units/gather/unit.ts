import { singleCodes } from '../format-problems.js';
import { defineUnit } from '../unit.js';
import { gatherContract } from './contract.js';
import { elaborateGather } from './elaborate.js';
import { gatherFlow } from './flow.js';
import { gatherGolden } from './golden.js';
import { gatherReference } from './reference.js';
import { gatherParameters, resolveGather } from './spec.js';

export const gather = defineUnit({
  kind: 'gather',
  summary: 'rows of a tensor (its first axis), chosen and ordered by a stream of indices',
  inputCount: 2,
  formats: singleCodes,
  parameters: gatherParameters,
  resolve: resolveGather,
  golden: gatherGolden,
  reference: gatherReference,
  elaborate: elaborateGather,
  contract: gatherContract,
  flow: gatherFlow,
});
