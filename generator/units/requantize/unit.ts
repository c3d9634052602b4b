import { wiresFlow } from '../../schedule/flow.js';
import { defineUnit } from '../unit.js';
import { requantizeChannels } from './channels.js';
import { requantizeContract } from './contract.js';
import { elaborateRequantize } from './elaborate.js';
import { requantizeGolden } from './golden.js';
import { requantizeReference } from './reference.js';
import { requantizeParameters, resolveRequantize } from './spec.js';

export const requantize = defineUnit({
  kind: 'requantize',
  summary: 'integer rescaling of codes to another scale, zero point and format',
  inputCount: 1,
  parameters: requantizeParameters,
  resolve: resolveRequantize,
  golden: requantizeGolden,
  reference: requantizeReference,
  elaborate: elaborateRequantize,
  contract: requantizeContract,
  channels: requantizeChannels,
  flow: ({ inputs, output }) => wiresFlow(inputs[0] ?? output, output),
});
