import { windowFlow } from '../../schedule/flow.js';
import { storedRows } from '../../stream/window.js';
import { singleCodes } from '../format-problems.js';
import { defineUnit } from '../unit.js';
import { patchesContract, patchesCycles } from './contract.js';
import { elaboratePatches } from './elaborate.js';
import { patchesFoldings } from './foldings.js';
import { patchesGolden } from './golden.js';
import { patchesReference } from './reference.js';
import { patchesParameters, resolvePatches } from './spec.js';

export const patches = defineUnit({
  kind: 'patches',
  summary: 'the pixels under each window of an image as one vector (im2col)',
  inputCount: 1,
  formats: singleCodes,
  parameters: patchesParameters,
  resolve: resolvePatches,
  golden: patchesGolden,
  reference: patchesReference,
  elaborate: elaboratePatches,
  contract: patchesContract,
  foldings: patchesFoldings,
  flow: (spec) => windowFlow(spec.geometry, storedRows(spec.geometry), patchesCycles(spec)),
});
