import { proveUnit } from '../../support/unit-suite.js';
import { cases } from './cases.js';

proveUnit('conv2d', cases);
