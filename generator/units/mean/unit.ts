import { defineUnit } from '../unit.js';
import { meanChannels } from './channels.js';
import { meanContract } from './contract.js';
import { elaborateMean } from './elaborate.js';
import { meanFlow } from './flow.js';
import { meanGolden } from './golden.js';
import { meanReference } from './reference.js';
import { meanParameters, resolveMean } from './spec.js';

export const mean = defineUnit({
  kind: 'mean',
  summary: 'mean over neighbouring axes, rescaled to the output',
  inputCount: 1,
  parameters: meanParameters,
  resolve: resolveMean,
  golden: meanGolden,
  reference: meanReference,
  elaborate: elaborateMean,
  contract: meanContract,
  flow: meanFlow,
  channels: meanChannels,
});
