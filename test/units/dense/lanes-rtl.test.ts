import { proveUnit } from '../../support/unit-suite.js';
import { laneCases } from './sparse-cases.js';

proveUnit('dense, independent lanes', laneCases);
