import { defineUnit } from '../unit.js';
import { matmulContract } from './contract.js';
import { elaborateMatmul } from './elaborate.js';
import { matmulFlow } from './flow.js';
import { matmulFoldings } from './foldings.js';
import { matmulGolden } from './golden.js';
import { matmulReference } from './reference.js';
import { matmulParameters, resolveMatmul } from './spec.js';

export const matmul = defineUnit({
  kind: 'matmul',
  summary: 'product of two streamed matrices, or of a batch of them, on a systolic PE array',
  inputCount: 2,
  parameters: matmulParameters,
  resolve: resolveMatmul,
  golden: matmulGolden,
  reference: matmulReference,
  elaborate: elaborateMatmul,
  contract: matmulContract,
  foldings: matmulFoldings,
  flow: matmulFlow,
});
