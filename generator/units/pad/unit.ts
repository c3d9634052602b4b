import { channelwise } from '../channels.js';
import { singleCodes } from '../format-problems.js';
import { defineUnit } from '../unit.js';
import { padContract } from './contract.js';
import { elaboratePad } from './elaborate.js';
import { padFlow } from './flow.js';
import { padGolden } from './golden.js';
import { padReference } from './reference.js';
import { padParameters, resolvePad } from './spec.js';

export const pad = defineUnit({
  kind: 'pad',
  summary: 'padding around a tensor, along any axes',
  inputCount: 1,
  formats: singleCodes,
  parameters: padParameters,
  resolve: resolvePad,
  golden: padGolden,
  reference: padReference,
  elaborate: elaboratePad,
  contract: padContract,
  flow: padFlow,
  channels: ({ inputs, output }) =>
    inputs[0]?.shape.at(-1) === output.shape.at(-1) ? channelwise(1) : undefined,
});
