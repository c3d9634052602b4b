import { type ChannelRules, channelwise, keepAxis } from '../channels.js';
import { defineUnit } from '../unit.js';
import { elaboratePrelu, preluContract } from './elaborate.js';
import { preluGolden } from './golden.js';
import { preluReference } from './reference.js';
import { type PreluSpec, preluParameters, resolvePrelu } from './spec.js';

/** A channel in is a channel out; slopes per channel lose the same ones. */
const preluChannels = ({ slopes, parameters }: PreluSpec): ChannelRules => {
  const rules = channelwise(1);
  if (slopes.length === 1) return rules;
  const { shape } = parameters.slopes;
  return {
    ...rules,
    keep: (_, output) => ({
      slopes: keepAxis(parameters.slopes, shape.length - 1, output, 'as they are'),
    }),
  };
};

export const prelu = defineUnit({
  kind: 'prelu',
  summary: 'x, below zero times a slope per channel',
  inputCount: 1,
  parameters: preluParameters,
  resolve: resolvePrelu,
  golden: preluGolden,
  reference: preluReference,
  elaborate: elaboratePrelu,
  contract: preluContract,
  channels: preluChannels,
});
