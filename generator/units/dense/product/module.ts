import type { GeneratedModule } from '../../../ir/module.js';
import type { Product } from './product.js';

const listed = (parameters: Readonly<Record<string, unknown>>): readonly object[] =>
  Object.entries(parameters).map(([key, value], i, all) => ({
    ...{ key, value },
    separator: i === all.length - 1 ? '' : ',',
  }));

/**
 * The cell of a product as a module: ports `activation`, `weight` (both decoded) and `product`, `lanes` and
 * `terms` of them side by side.
 */
export const productModule = (product: Product, name: string, dslName: string): GeneratedModule => {
  const { lanes, terms, termBits, activationBits, cell } = product;
  const weightBits = product.weightDecoder?.valueBits ?? product.weightBits;
  const perCell = lanes / cell.count;
  return {
    kind: 'generated',
    name,
    template: 'units/dense/product',
    instances: [],
    view: {
      ...{ name, dslName, text: product.text, lanes, terms, termBits, weightBits, activationBits },
      cells: Array.from({ length: cell.count }, (_, index) => ({
        index,
        module: cell.module,
        hasParameters: Object.keys(cell.parameters).length > 0,
        parameters: listed(cell.parameters),
        a: { from: index * perCell * activationBits, bits: perCell * activationBits },
        b: { from: index * perCell * weightBits, bits: perCell * weightBits },
        product: {
          from: (index * terms * termBits) / cell.count,
          bits: (terms * termBits) / cell.count,
        },
      })),
    },
  };
};
