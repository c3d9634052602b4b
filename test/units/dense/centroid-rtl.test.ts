import { proveUnit } from '../../support/unit-suite.js';
import { quickCentroidCases } from './centroid-cases.js';

proveUnit('dense, sums by value', quickCentroidCases);
