import {
  elaborateNorm,
  normContract,
  normFoldings,
  normGolden,
  normReference,
} from '../norms/unit-parts.js';
import { defineUnit } from '../unit.js';
import { layerNormParameters, resolveLayerNorm } from './spec.js';

export const layerNorm = defineUnit({
  kind: 'layer_norm',
  summary: 'rows of the last axis less their mean, over their deviation, times gamma, plus beta',
  inputCount: 1,
  parameters: layerNormParameters,
  resolve: resolveLayerNorm,
  golden: normGolden,
  reference: normReference,
  elaborate: elaborateNorm,
  contract: normContract,
  foldings: normFoldings,
});
