import { proveUnit } from '../../support/unit-suite.js';
import { cases } from './cases.js';

proveUnit('masked_softmax', cases);
