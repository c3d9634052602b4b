import { isFloating, isInteger, type NumberFormat } from '../../ir/format.js';
import { defineUnit } from '../unit.js';
import { mxDenseContract } from './contract.js';
import { elaborateMxDense } from './elaborate.js';
import { mxDenseFoldings } from './foldings.js';
import { mxDenseGolden } from './golden.js';
import { mxDenseParameters } from './parameters.js';
import { mxDenseReference } from './reference.js';
import { resolveMxDense } from './spec.js';

export const mxDense = defineUnit({
  kind: 'mx_dense',
  summary: 'fully connected layer in Microscaling formats: exact in blocks of 32, aligned between',
  inputCount: 2,
  formats: (format: NumberFormat) => isInteger(format) || isFloating(format),
  parameters: mxDenseParameters,
  resolve: resolveMxDense,
  golden: mxDenseGolden,
  reference: mxDenseReference,
  elaborate: elaborateMxDense,
  contract: mxDenseContract,
  foldings: mxDenseFoldings,
});
