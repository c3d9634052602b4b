import {
  elaborateLookup,
  lookupChannels,
  lookupContract,
  lookupGolden,
  lookupReference,
} from '../lookup/function.js';
import { defineUnit } from '../unit.js';
import { resolveTanh, tanhParameters } from './spec.js';

export const tanh = defineUnit({
  kind: 'tanh',
  summary: 'hyperbolic tangent, int8 at scale 1/128 or int16 at 1/32768, from a table',
  inputCount: 1,
  parameters: tanhParameters,
  resolve: resolveTanh,
  golden: lookupGolden,
  reference: lookupReference,
  elaborate: elaborateLookup,
  contract: lookupContract,
  channels: lookupChannels,
});
