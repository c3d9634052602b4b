import { bitVector } from '../../emit/literal.js';
import { isInteger, isSigned, type NumberFormat } from '../../ir/format.js';
import { realZeroOf } from '../../ir/values.js';
import type { Naming } from '../unit.js';
import { type VectorSource, valueBitsOf } from './data-cycles.js';
import type { Matrix } from './matrix.js';
import { multiplyProduct } from './product/multiply.js';
import type { Product } from './product/product.js';
import { cellView, decoderView, singleProduct } from './single-product.js';

/**
 * The product of a weight and an activation less its zero point, for arrays that leave out activations.
 * A negative weight is no inverse there: how many ones those lack would depend on the data.
 */
export const valueProduct = (
  { weightFormat, inputFormat, weights, multiplier }: Matrix,
  { zeroPoint }: VectorSource,
): Product => {
  const values: NumberFormat = isInteger(inputFormat)
    ? { kind: 'int', bits: valueBitsOf(inputFormat, zeroPoint) }
    : inputFormat;
  return singleProduct(multiplyProduct({ weightFormat, inputFormat: values, weights, multiplier }));
};

/**
 * What the templates of such arrays say of it. `lanes`: activations that are decoded; `code`, `codeSign`: an
 * integer's code and its top bit, in Verilog.
 */
export const valueView = (
  {
    inputFormat,
    source: { zeroPoint },
    product,
  }: Pick<Matrix, 'inputFormat'> & { readonly source: VectorSource; readonly product: Product },
  lanes: number,
  { code, codeSign }: { readonly code: string; readonly codeSign: string },
  naming: Naming,
) => {
  const name = `${naming.module}_array`;
  const valueBits = product.activationBits;
  const cell = cellView(product, valueBits, name, naming.dslName);
  const decoder = decoderView(product.activationDecoder, lanes, name, naming.dslName);
  const sign = isSigned(inputFormat) ? codeSign : "1'b0";
  return {
    instances: [...cell.instances, ...decoder.instances],
    view: {
      ...cell.view,
      decoder: decoder.view,
      text: product.text,
      valueBits,
      inBits: inputFormat.bits,
      zero: bitVector(inputFormat.bits, realZeroOf({ format: inputFormat, zeroPoint }) ?? 0),
      zeroValue: bitVector(valueBits, zeroPoint),
      value: valueBits === inputFormat.bits ? code : `{${sign}, ${code}}`,
    },
  };
};
