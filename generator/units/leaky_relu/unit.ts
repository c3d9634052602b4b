import type { FunctionMethod } from '../../functions/compile.js';
import { leakyRelu as definition } from '../../functions/definitions.js';
import { lookupChannels, lookupReference } from '../lookup/function.js';
import { resolveFunction } from '../lookup/method.js';
import { defineUnit } from '../unit.js';
import { elaborateLeakyRelu, leakyReluContract, leakyReluGolden } from './elaborate.js';
import { leakyReluParameters, realLeakyRelu, resolveLeakyRelu } from './spec.js';

export const leakyRelu = defineUnit({
  kind: 'leaky_relu',
  summary: 'x, below zero alpha * x; as TFLite does it, or by another method',
  inputCount: 1,
  parameters: leakyReluParameters,
  resolve: (parameters, inputs, place) =>
    parameters.method === 'tflite'
      ? resolveLeakyRelu(parameters, inputs, place)
      : resolveFunction(inputs[0], place, {
          unit: 'leaky_relu',
          definition: definition(parameters.alpha),
          real: realLeakyRelu(parameters.alpha),
          options: parameters as FunctionMethod,
          output: parameters.output,
        }),
  golden: leakyReluGolden,
  reference: lookupReference,
  elaborate: elaborateLeakyRelu,
  contract: leakyReluContract,
  channels: lookupChannels,
});
