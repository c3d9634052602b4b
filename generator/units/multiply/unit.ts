import { operandChannels } from '../elementwise/channels.js';
import { operandFlow } from '../elementwise/flow.js';
import { defineUnit } from '../unit.js';
import { elaborateMultiply, multiplyContract } from './elaborate.js';
import { multiplyGolden } from './golden.js';
import { multiplyReference } from './reference.js';
import { multiplyParameters, resolveMultiply } from './spec.js';

export const multiply = defineUnit({
  kind: 'multiply',
  summary: 'product of two streams, one of them broadcast or not, or of a stream and a constant',
  inputCount: [1, 2],
  parameters: multiplyParameters,
  resolve: resolveMultiply,
  golden: multiplyGolden,
  reference: multiplyReference,
  elaborate: elaborateMultiply,
  contract: multiplyContract,
  flow: (spec) => operandFlow(spec, multiplyContract(spec)),
  channels: (spec) => operandChannels(spec),
});
