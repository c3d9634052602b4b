import { proveUnit } from '../../support/unit-suite.js';
import { convolutionCases } from '../dense/sparse-cases.js';

proveUnit('conv2d that leaves out activations', convolutionCases);
