import { proveUnit } from '../../support/unit-suite.js';
import { formatCases } from './format-cases.js';

proveUnit('depthwise_conv2d in formats', formatCases);
