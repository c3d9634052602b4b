import { proveUnit } from '../../support/unit-suite.js';
import { cases } from './method-cases.js';

proveUnit('softmax', cases);
