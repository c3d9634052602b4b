import { proveUnit } from '../../support/unit-suite.js';
import { broadcastCases } from './sparse-cases.js';

proveUnit('dense, broadcast', broadcastCases);
