import { isFloating, isInteger, type NumberFormat } from '../../ir/format.js';
import { defineUnit } from '../unit.js';
import { mxElementsContract } from './contract.js';
import { elaborateMxElements } from './elaborate.js';
import { mxElementsFlow } from './flow.js';
import { mxElementsGolden } from './golden.js';
import { mxElementsReference } from './reference.js';
import { mxElementsParameters, resolveMxElements } from './spec.js';

export const mxElements = defineUnit({
  kind: 'mx_elements',
  summary: 'elements of Microscaling: numbers over the scale of their block, rounded',
  inputCount: 2,
  formats: (format: NumberFormat) => isInteger(format) || isFloating(format),
  parameters: mxElementsParameters,
  resolve: resolveMxElements,
  golden: mxElementsGolden,
  reference: mxElementsReference,
  elaborate: elaborateMxElements,
  contract: mxElementsContract,
  flow: mxElementsFlow,
});
