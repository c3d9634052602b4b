import { operandChannels } from '../elementwise/channels.js';
import { defineUnit } from '../unit.js';
import { divideContract, elaborateDivide } from './elaborate.js';
import { divideGolden } from './golden.js';
import { divideReference } from './reference.js';
import { divideParameters, resolveDivide } from './spec.js';

export const divide = defineUnit({
  kind: 'divide',
  summary: 'quotient of two streams, a bit a cycle',
  inputCount: 2,
  parameters: divideParameters,
  resolve: resolveDivide,
  golden: divideGolden,
  reference: divideReference,
  elaborate: elaborateDivide,
  contract: divideContract,
  channels: (spec) => operandChannels({ ...spec, parameters: {} }),
});
