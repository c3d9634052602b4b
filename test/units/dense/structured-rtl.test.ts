import { proveUnit } from '../../support/unit-suite.js';
import { structuredCases } from './sparse-cases.js';

proveUnit('dense and conv2d of structured weights', structuredCases);
