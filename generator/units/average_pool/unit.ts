import { poolChannels } from '../max_pool/channels.js';
import { poolFoldings } from '../max_pool/foldings.js';
import { defineUnit } from '../unit.js';
import { averagePoolContract } from './contract.js';
import { elaborateAveragePool } from './elaborate.js';
import { averagePoolGolden } from './golden.js';
import { averagePoolReference } from './reference.js';
import { averagePoolParameters, resolveAveragePool } from './spec.js';

export const averagePool = defineUnit({
  kind: 'average_pool',
  summary: 'rounded mean of each window of an image, per channel',
  inputCount: 1,
  parameters: averagePoolParameters,
  resolve: resolveAveragePool,
  golden: averagePoolGolden,
  reference: averagePoolReference,
  elaborate: elaborateAveragePool,
  contract: averagePoolContract,
  foldings: poolFoldings,
  channels: poolChannels,
});
