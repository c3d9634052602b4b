import { proveUnit } from '../../support/unit-suite.js';
import { outputCases } from './output-cases.js';

proveUnit('dense to formats', outputCases);
