import { proveUnit } from '../../support/unit-suite.js';
import { quickSparseFormatCases } from './sparse-format-cases.js';

proveUnit('dense and conv2d, formats of sparse arrays', quickSparseFormatCases);
