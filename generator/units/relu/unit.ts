import { channelwise } from '../channels.js';
import { defineUnit } from '../unit.js';
import { reluContract } from './contract.js';
import { elaborateRelu } from './elaborate.js';
import { reluGolden } from './golden.js';
import { reluReference } from './reference.js';
import { reluParameters, resolveRelu } from './spec.js';

export const relu = defineUnit({
  kind: 'relu',
  summary: 'rectifier: codes clamped to the limits of relu, relu6 or relu_n1_to_1',
  inputCount: 1,
  parameters: reluParameters,
  resolve: resolveRelu,
  golden: reluGolden,
  reference: reluReference,
  elaborate: elaborateRelu,
  contract: reluContract,
  channels: () => channelwise(1),
});
