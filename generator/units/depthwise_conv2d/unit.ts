import { windowFlow } from '../../schedule/flow.js';
import { storedRows } from '../../stream/window.js';
import { arrayCycles, arrayFlow } from '../dense/matrix-vector.js';
import { singleCodes } from '../format-problems.js';
import { defineUnit } from '../unit.js';
import { depthwiseConv2dChannels } from './channels.js';
import { depthwiseConv2dContract } from './contract.js';
import { elaborateDepthwiseConv2d } from './elaborate.js';
import { depthwiseConv2dFoldings } from './foldings.js';
import { depthwiseConv2dGolden } from './golden.js';
import { depthwiseConv2dReference } from './reference.js';
import { depthwiseConv2dParameters, resolveDepthwiseConv2d } from './spec.js';

export const depthwiseConv2d = defineUnit({
  kind: 'depthwise_conv2d',
  summary: 'convolution of each channel by itself, with a channel multiplier, on a folded PE array',
  inputCount: 1,
  formats: singleCodes,
  parameters: depthwiseConv2dParameters,
  resolve: resolveDepthwiseConv2d,
  golden: depthwiseConv2dGolden,
  reference: depthwiseConv2dReference,
  elaborate: elaborateDepthwiseConv2d,
  contract: depthwiseConv2dContract,
  foldings: depthwiseConv2dFoldings,
  flow: ({ geometry, layer }) =>
    arrayFlow(windowFlow(geometry, storedRows(geometry), arrayCycles(layer)), layer),
  channels: depthwiseConv2dChannels,
});
