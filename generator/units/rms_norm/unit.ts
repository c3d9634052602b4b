import {
  elaborateNorm,
  normContract,
  normFoldings,
  normGolden,
  normReference,
} from '../norms/unit-parts.js';
import { defineUnit } from '../unit.js';
import { resolveRmsNorm, rmsNormParameters } from './spec.js';

export const rmsNorm = defineUnit({
  kind: 'rms_norm',
  summary: 'rows of the last axis over the root of their mean square, times gamma',
  inputCount: 1,
  parameters: rmsNormParameters,
  resolve: resolveRmsNorm,
  golden: normGolden,
  reference: normReference,
  elaborate: elaborateNorm,
  contract: normContract,
  foldings: normFoldings,
});
