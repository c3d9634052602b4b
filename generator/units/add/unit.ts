import { operandChannels } from '../elementwise/channels.js';
import { operandFlow } from '../elementwise/flow.js';
import { elaborateSum, sumContract } from '../elementwise/sum-elaborate.js';
import { sumGolden, sumReference } from '../elementwise/sum-golden.js';
import { defineUnit } from '../unit.js';
import { addParameters, resolveAdd } from './spec.js';

export const add = defineUnit({
  kind: 'add',
  summary: 'sum of two streams, one of them broadcast or not, or of a stream and a constant',
  inputCount: [1, 2],
  parameters: addParameters,
  resolve: resolveAdd,
  golden: sumGolden,
  reference: sumReference,
  elaborate: elaborateSum,
  contract: sumContract,
  flow: (spec) => operandFlow(spec, sumContract(spec)),
  channels: (spec) => operandChannels(spec),
});
