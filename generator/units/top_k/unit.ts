import { elementsOf } from '../../ir/stream.js';
import { tieCorners } from '../argmax/contract.js';
import { defineUnit, type UnitContract } from '../unit.js';
import { elaborateTopK } from './elaborate.js';
import { topKGolden, topKReference } from './golden.js';
import { resolveTopK, type TopKSpec, topKParameters } from './spec.js';

/** An element a cycle. */
const topKContract = ({ inputs, output, row }: TopKSpec): UnitContract => {
  const [input = output] = inputs;
  return {
    intervalCycles: elementsOf(input),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits: 0,
    corners: () => tieCorners(input, row),
  };
};

export const topK = defineUnit({
  kind: 'top_k',
  summary:
    'the k largest elements of each row of the last axis, or their indices, sorted or in their order',
  inputCount: 1,
  parameters: topKParameters,
  resolve: resolveTopK,
  golden: topKGolden,
  reference: topKReference,
  elaborate: elaborateTopK,
  contract: topKContract,
});
