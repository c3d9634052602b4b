import { proveUnit } from '../../support/unit-suite.js';
import { cases } from './cases.js';

proveUnit('row_stationary_conv2d', cases);
