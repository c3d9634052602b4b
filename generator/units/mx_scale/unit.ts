import { isFloating, isInteger, type NumberFormat } from '../../ir/format.js';
import { defineUnit } from '../unit.js';
import { mxScaleContract } from './contract.js';
import { elaborateMxScale } from './elaborate.js';
import { mxScaleGolden } from './golden.js';
import { mxScaleReference } from './reference.js';
import { mxScaleParameters, resolveMxScale } from './spec.js';

export const mxScale = defineUnit({
  kind: 'mx_scale',
  summary: 'scales of Microscaling: a power of two for each 32 elements of the last axis',
  inputCount: 1,
  formats: (format: NumberFormat) => isInteger(format) || isFloating(format),
  parameters: mxScaleParameters,
  resolve: resolveMxScale,
  golden: mxScaleGolden,
  reference: mxScaleReference,
  elaborate: elaborateMxScale,
  contract: mxScaleContract,
});
