import { proveUnit } from '../../support/unit-suite.js';
import { cases } from './cases.js';

proveUnit('patches', cases);
