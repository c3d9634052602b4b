import { isInteger } from '../../ir/format.js';
import { defineUnit } from '../unit.js';
import { poolChannels } from './channels.js';
import { maxPoolContract } from './contract.js';
import { elaborateMaxPool } from './elaborate.js';
import { poolFoldings } from './foldings.js';
import { maxPoolGolden } from './golden.js';
import { maxPoolReference } from './reference.js';
import { maxPoolParameters, resolveMaxPool } from './spec.js';

export const maxPool = defineUnit({
  kind: 'max_pool',
  summary: 'largest value of each window of an image, per channel',
  inputCount: 1,
  // Codes are compared: they must rise with their values.
  formats: (format) => isInteger(format) || format.kind === 'binary',
  parameters: maxPoolParameters,
  resolve: resolveMaxPool,
  golden: maxPoolGolden,
  reference: maxPoolReference,
  elaborate: elaborateMaxPool,
  contract: maxPoolContract,
  foldings: poolFoldings,
  channels: poolChannels,
});
