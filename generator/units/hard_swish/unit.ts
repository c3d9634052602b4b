import {
  elaborateLookup,
  lookupChannels,
  lookupContract,
  lookupGolden,
  lookupReference,
} from '../lookup/function.js';
import { defineUnit } from '../unit.js';
import { hardSwishParameters, resolveHardSwish } from './spec.js';

export const hardSwish = defineUnit({
  kind: 'hard_swish',
  summary: 'x * clamp(x + 3, 0, 6) / 6, as a table',
  inputCount: 1,
  parameters: hardSwishParameters,
  resolve: resolveHardSwish,
  golden: lookupGolden,
  reference: lookupReference,
  elaborate: elaborateLookup,
  contract: lookupContract,
  channels: lookupChannels,
});
