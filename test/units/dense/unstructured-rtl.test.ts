import { proveUnit } from '../../support/unit-suite.js';
import { unstructuredCases } from './sparse-cases.js';

proveUnit('dense, unstructured zeros skipped', unstructuredCases);
