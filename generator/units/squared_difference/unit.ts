import { operandChannels } from '../elementwise/channels.js';
import { operandFlow } from '../elementwise/flow.js';
import { defineUnit } from '../unit.js';
import { elaborateSquaredDifference, squaredDifferenceContract } from './elaborate.js';
import { squaredDifferenceGolden } from './golden.js';
import { squaredDifferenceReference } from './reference.js';
import { resolveSquaredDifference, squaredDifferenceParameters } from './spec.js';

export const squaredDifference = defineUnit({
  kind: 'squared_difference',
  summary: '(a - b)^2 of two streams, one of them broadcast or not, or of a stream and a constant',
  inputCount: [1, 2],
  parameters: squaredDifferenceParameters,
  resolve: resolveSquaredDifference,
  golden: squaredDifferenceGolden,
  reference: squaredDifferenceReference,
  elaborate: elaborateSquaredDifference,
  contract: squaredDifferenceContract,
  flow: (spec) => operandFlow(spec, squaredDifferenceContract(spec)),
  channels: (spec) => operandChannels(spec),
});
