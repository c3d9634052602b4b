import { defineUnit } from '../unit.js';
import { thresholdMaskContract } from './contract.js';
import { elaborateThresholdMask } from './elaborate.js';
import { thresholdMaskFoldings } from './foldings.js';
import { thresholdMaskGolden } from './golden.js';
import { thresholdMaskReference } from './reference.js';
import { resolveThresholdMask, thresholdMaskParameters } from './spec.js';

export const thresholdMask = defineUnit({
  kind: 'threshold_mask',
  summary: "whether each element's softmax would reach a share of the largest in its row, as a bit",
  inputCount: 1,
  parameters: thresholdMaskParameters,
  resolve: resolveThresholdMask,
  golden: thresholdMaskGolden,
  reference: thresholdMaskReference,
  elaborate: elaborateThresholdMask,
  contract: thresholdMaskContract,
  foldings: thresholdMaskFoldings,
});
