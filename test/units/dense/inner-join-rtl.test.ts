import { proveUnit } from '../../support/unit-suite.js';
import { innerJoinCases } from './sparse-cases.js';

proveUnit('dense, inner join', innerJoinCases);
