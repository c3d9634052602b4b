import { proveUnit } from '../support/unit-suite.js';
import { formatCases } from '../units/dense/format-cases.js';
import { multiplierCases } from '../units/dense/multiplier-cases.js';
import { outputCases } from '../units/dense/output-cases.js';

proveUnit('dense, formats', formatCases);
proveUnit('dense, results in formats', outputCases);
proveUnit('dense, what multiplies', multiplierCases);
