import { proveUnit } from '../../support/unit-suite.js';
import { cases, wrapping } from './cases.js';

proveUnit('dense', [...cases, wrapping]);
