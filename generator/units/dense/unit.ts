import { plainFlow } from '../../schedule/flow.js';
import { everyFormat } from '../format-problems.js';
import { defineUnit } from '../unit.js';
import { matrixChannels } from './channels.js';
import { denseContract } from './contract.js';
import { elaborateDense } from './elaborate.js';
import { denseFoldings } from './foldings.js';
import { denseGolden } from './golden.js';
import { arrayCycles, arrayFlow } from './matrix-vector.js';
import { denseReference } from './reference.js';
import { denseParameters, resolveDense } from './spec.js';

export const dense = defineUnit({
  kind: 'dense',
  summary: 'fully connected layer: W x + b over the last axis, on a folded PE array',
  inputCount: 1,
  formats: everyFormat,
  parameters: denseParameters,
  resolve: resolveDense,
  golden: denseGolden,
  reference: denseReference,
  elaborate: elaborateDense,
  contract: denseContract,
  foldings: denseFoldings,
  flow: (spec) =>
    arrayFlow(
      plainFlow(spec.inputs[0] ?? spec.output, spec.output, arrayCycles(spec.matrixVector)),
      spec.matrixVector,
    ),
  channels: ({ parameters, weights, inputs }) =>
    matrixChannels({
      ...parameters,
      codes: weights,
      input: inputs[0],
      padded: false,
    }),
});
