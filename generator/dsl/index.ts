/** What a design imports: `import { datapath, int, tensor } from 'sinter'`. */

export { type Problem, SinterError } from '../error.js';
export type { CompiledFunction } from '../functions/compile.js';
export { Decimal, type RealFunction, type Symmetry } from '../functions/decimal.js';
export {
  cheapest,
  type FunctionChoice,
  type FunctionOptions,
  polynomial,
  pwl,
  table,
} from '../functions/methods.js';
export type { ErrorReport, Quantization } from '../functions/samples.js';
export type { NumberFormat } from '../ir/format.js';
export type { NmSparsity } from '../ir/sparsity.js';
export type { InputOptions, StreamHandle } from './builder.js';
export { type DatapathMethods, type Design, datapath } from './datapath.js';
export {
  binary,
  codebook,
  e8m0,
  flint,
  float32,
  int,
  mxfp4,
  mxfp6,
  mxfp8,
  mxint8,
  olive,
  powerOfTwo,
  ternary,
  uint,
} from './formats.js';
export { nm } from './sparsity.js';
export { type NpyReference, type TensorOptions, type TensorSource, tensor } from './tensor.js';
