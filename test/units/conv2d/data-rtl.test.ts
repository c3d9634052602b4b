import { proveUnit } from '../../support/unit-suite.js';
import { quickConvolutionCases } from '../dense/sparse-cases.js';

proveUnit('conv2d that leaves out activations', quickConvolutionCases);
