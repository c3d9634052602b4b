import { operandChannels } from '../elementwise/channels.js';
import { elaborateSum, sumContract } from '../elementwise/sum-elaborate.js';
import { sumGolden, sumReference } from '../elementwise/sum-golden.js';
import { defineUnit } from '../unit.js';
import { addParameters, resolveAdd } from './spec.js';

export const add = defineUnit({
  kind: 'add',
  summary: 'sum of two streams of one shape, or of a stream and a constant',
  inputCount: [1, 2],
  parameters: addParameters,
  resolve: resolveAdd,
  golden: sumGolden,
  reference: sumReference,
  elaborate: elaborateSum,
  contract: sumContract,
  channels: (spec) => operandChannels(spec),
});
