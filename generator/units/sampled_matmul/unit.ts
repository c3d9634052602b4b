import { defineUnit } from '../unit.js';
import { sampledMatmulContract } from './contract.js';
import { elaborateSampledMatmul } from './elaborate.js';
import { sampledMatmulFlow } from './flow.js';
import { sampledMatmulFoldings } from './foldings.js';
import { sampledMatmulGolden } from './golden.js';
import { sampledMatmulReference } from './reference.js';
import { resolveSampledMatmul, sampledMatmulParameters } from './spec.js';

export const sampledMatmul = defineUnit({
  kind: 'sampled_matmul',
  summary: 'those elements of the product of two streamed matrices that a mask asks for',
  inputCount: 3,
  parameters: sampledMatmulParameters,
  resolve: resolveSampledMatmul,
  golden: sampledMatmulGolden,
  reference: sampledMatmulReference,
  elaborate: elaborateSampledMatmul,
  contract: sampledMatmulContract,
  foldings: sampledMatmulFoldings,
  flow: sampledMatmulFlow,
});
