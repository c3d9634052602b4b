import { conv2dGolden } from '../conv2d/golden.js';
import { conv2dReference } from '../conv2d/reference.js';
import { defineUnit } from '../unit.js';
import { rowStationaryConv2dContract } from './contract.js';
import { elaborateRowStationaryConv2d } from './elaborate.js';
import { rowStationaryConv2dFlow } from './flow.js';
import { rowStationaryConv2dFoldings } from './foldings.js';
import { resolveRowStationaryConv2d, rowStationaryConv2dParameters } from './spec.js';

export const rowStationaryConv2d = defineUnit({
  kind: 'row_stationary_conv2d',
  summary: 'conv2d on a row-stationary array: kernel rows x rows of the result',
  inputCount: 1,
  parameters: rowStationaryConv2dParameters,
  resolve: resolveRowStationaryConv2d,
  golden: ({ convolution }, inputs) => conv2dGolden(convolution, inputs),
  reference: ({ convolution }, inputs) => conv2dReference(convolution, inputs),
  elaborate: elaborateRowStationaryConv2d,
  contract: rowStationaryConv2dContract,
  foldings: rowStationaryConv2dFoldings,
  flow: rowStationaryConv2dFlow,
});
