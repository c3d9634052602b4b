import { proveUnit } from '../support/unit-suite.js';
import { centroidCases } from '../units/dense/centroid-cases.js';
import { formatCases } from '../units/dense/format-cases.js';
import { multiplierCases } from '../units/dense/multiplier-cases.js';
import { outputCases } from '../units/dense/output-cases.js';
import { convolutionCases } from '../units/dense/sparse-cases.js';
import { sparseFormatCases } from '../units/dense/sparse-format-cases.js';

proveUnit('dense, formats', formatCases);
proveUnit('dense, results in formats', outputCases);
proveUnit('dense, what multiplies', multiplierCases);
proveUnit('dense and conv2d, formats of sparse arrays', sparseFormatCases);
proveUnit('conv2d that leaves out activations', convolutionCases);
proveUnit('dense, sums by value', centroidCases);
