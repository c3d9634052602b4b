import { isInteger } from '../../../ir/format.js';
import { matchesProduct, selectProduct } from './counted.js';
import { invertedProduct } from './inverted.js';
import { multiplyProduct } from './multiply.js';
import { pairProduct } from './pair.js';
import type { Product, ProductOptions } from './product.js';

/** The cheapest exact hardware for the products of two formats. */
export const productOf = (options: ProductOptions): Product => {
  const { weightFormat, inputFormat } = options;
  if (inputFormat.kind === 'binary') {
    if (weightFormat.kind === 'binary') return matchesProduct(options);
    if (isInteger(weightFormat)) return selectProduct(options);
  }
  switch (weightFormat.kind) {
    case 'binary':
    case 'ternary':
    case 'powerOfTwo':
      return invertedProduct(options);
    default:
      return multiplyProduct(options);
  }
};

/** The same for lanes that stand side by side, of which two may be one cell. */
export const foldedProductOf = (options: ProductOptions): Product =>
  options.weightFormat.kind === 'olive' && options.multiplier === 'lut'
    ? pairProduct(options)
    : productOf(options);
