import {
  elaborateLookup,
  lookupChannels,
  lookupContract,
  lookupGolden,
  lookupReference,
} from '../lookup/function.js';
import { defineUnit } from '../unit.js';
import { logisticParameters, resolveLogistic } from './spec.js';

export const logistic = defineUnit({
  kind: 'logistic',
  summary: '1 / (1 + exp(-x)), int8 at scale 1/256 or int16 at 1/32768, from a table',
  inputCount: 1,
  parameters: logisticParameters,
  resolve: resolveLogistic,
  golden: lookupGolden,
  reference: lookupReference,
  elaborate: elaborateLookup,
  contract: lookupContract,
  channels: lookupChannels,
});
