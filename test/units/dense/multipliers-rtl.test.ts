import { proveUnit } from '../../support/unit-suite.js';
import { multiplierCases } from './multiplier-cases.js';

proveUnit('dense, what multiplies', multiplierCases);
