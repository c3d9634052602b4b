import { proveUnit } from '../../support/unit-suite.js';
import { formatCases } from './format-cases.js';

proveUnit('dense in formats', formatCases);
