import type { GeneratedModule } from '../../../ir/module.js';
import { decoderModule } from '../../decoder.js';
import type { Product } from './product.js';

const listed = (parameters: Readonly<Record<string, unknown>>): readonly object[] =>
  Object.entries(parameters).map(([key, value], i, all) => ({
    ...{ key, value },
    separator: i === all.length - 1 ? '' : ',',
  }));

/**
 * The cell of a product as a module, with what decodes its weights: ports `activation` (decoded), `weight`
 * (stored words) and `product`, `lanes` and `terms` of them side by side.
 */
export const productModule = (product: Product, name: string, dslName: string): GeneratedModule => {
  const { lanes, terms, termBits, weightBits, activationBits, cell, weightDecoder } = product;
  const operandBits = weightDecoder?.valueBits ?? weightBits;
  const perCell = lanes / cell.count;
  const decoder =
    weightDecoder && decoderModule(`${name}_decode`, `${dslName}.decode`, weightDecoder);
  const groups = weightDecoder ? lanes / weightDecoder.lanes : 0;
  const groupBits = (bits: number): number => bits * (weightDecoder?.lanes ?? 1);
  return {
    kind: 'generated',
    name,
    template: 'units/dense/product',
    instances: decoder ? [{ name: 'decode', module: decoder, dslName: `${dslName}.decode` }] : [],
    view: {
      ...{ name, dslName, text: product.text, lanes, terms, termBits, weightBits, activationBits },
      operandBits,
      decoder: decoder?.name ?? false,
      decoders: Array.from({ length: groups }, (_, index) => ({
        index,
        from: index * groupBits(weightBits),
        codeBits: groupBits(weightBits),
        to: index * groupBits(operandBits),
        valueBits: groupBits(operandBits),
      })),
      cells: Array.from({ length: cell.count }, (_, index) => ({
        index,
        module: cell.module,
        hasParameters: Object.keys(cell.parameters).length > 0,
        parameters: listed(cell.parameters),
        a: { from: index * perCell * activationBits, bits: perCell * activationBits },
        b: {
          name: decoder ? 'operand' : 'weight',
          from: index * perCell * operandBits,
          bits: perCell * operandBits,
        },
        product: {
          from: (index * terms * termBits) / cell.count,
          bits: (terms * termBits) / cell.count,
        },
      })),
    },
  };
};
