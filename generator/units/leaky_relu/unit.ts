import { lookupChannels, lookupReference } from '../lookup/function.js';
import { defineUnit } from '../unit.js';
import { elaborateLeakyRelu, leakyReluContract, leakyReluGolden } from './elaborate.js';
import { leakyReluParameters, resolveLeakyRelu } from './spec.js';

export const leakyRelu = defineUnit({
  kind: 'leaky_relu',
  summary: 'x, below zero alpha * x, as a table; int16 rescaled',
  inputCount: 1,
  parameters: leakyReluParameters,
  resolve: resolveLeakyRelu,
  golden: leakyReluGolden,
  reference: lookupReference,
  elaborate: elaborateLeakyRelu,
  contract: leakyReluContract,
  channels: lookupChannels,
});
