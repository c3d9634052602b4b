import { proveUnit } from '../../support/unit-suite.js';
import { quickFormatCases } from './format-cases.js';
import { quickMultiplierCases } from './multiplier-cases.js';
import { quickOutputCases } from './output-cases.js';

proveUnit('dense, formats', quickFormatCases);
proveUnit('dense, results in formats', quickOutputCases);
proveUnit('dense, what multiplies', quickMultiplierCases);
