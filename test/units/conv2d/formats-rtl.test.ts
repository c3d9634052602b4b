import { proveUnit } from '../../support/unit-suite.js';
import { formatCases } from './format-cases.js';

proveUnit('conv2d in formats', formatCases);
