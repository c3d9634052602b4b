import { plainFlow, windowFlow } from '../../schedule/flow.js';
import { storedRows } from '../../stream/window.js';
import { arrayCycles, arrayFlow } from '../dense/matrix-vector.js';
import { everyFormat } from '../format-problems.js';
import { defineUnit } from '../unit.js';
import { conv2dChannels } from './channels.js';
import { conv2dContract } from './contract.js';
import { elaborateConv2d } from './elaborate.js';
import { conv2dFoldings } from './foldings.js';
import { isPointwise } from './geometry.js';
import { conv2dGolden } from './golden.js';
import { conv2dReference } from './reference.js';
import { type Conv2dSpec, conv2dParameters, resolveConv2d } from './spec.js';

const conv2dCycles = ({ matrixVector }: Conv2dSpec): number => Math.ceil(arrayCycles(matrixVector));

export const conv2d = defineUnit({
  kind: 'conv2d',
  summary: 'two-dimensional convolution over [height, width, channels] on a folded PE array',
  inputCount: 1,
  formats: everyFormat,
  parameters: conv2dParameters,
  resolve: resolveConv2d,
  golden: conv2dGolden,
  reference: conv2dReference,
  elaborate: elaborateConv2d,
  contract: conv2dContract,
  foldings: conv2dFoldings,
  flow: (spec) =>
    arrayFlow(
      isPointwise(spec.geometry)
        ? plainFlow(spec.inputs[0] ?? spec.output, spec.output, conv2dCycles(spec))
        : windowFlow(spec.geometry, storedRows(spec.geometry), conv2dCycles(spec)),
      spec.matrixVector,
    ),
  channels: conv2dChannels,
});
