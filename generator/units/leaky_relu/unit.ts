import {
  elaborateLookup,
  lookupChannels,
  lookupContract,
  lookupGolden,
  lookupReference,
} from '../lookup/function.js';
import { defineUnit } from '../unit.js';
import { leakyReluParameters, resolveLeakyRelu } from './spec.js';

export const leakyRelu = defineUnit({
  kind: 'leaky_relu',
  summary: 'x, below zero alpha * x, as a table',
  inputCount: 1,
  parameters: leakyReluParameters,
  resolve: resolveLeakyRelu,
  golden: lookupGolden,
  reference: lookupReference,
  elaborate: elaborateLookup,
  contract: lookupContract,
  channels: lookupChannels,
});
